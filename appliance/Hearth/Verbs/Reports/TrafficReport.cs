namespace Hearth.Verbs.Reports;

/// <summary>What the forwarder has carried one way.</summary>
internal sealed record TrafficReport(ulong Interests, ulong Data, ulong Nacks);
