namespace Hearth.Verbs.Reports;

/// <summary>One next hop of a prefix, as the forwarder goes by it.</summary>
internal sealed record NextHopReport(string Prefix, ulong FaceId, string? NextHop, ulong Cost);
