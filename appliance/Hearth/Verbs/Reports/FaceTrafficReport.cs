namespace Hearth.Verbs.Reports;

/// <summary>What a face has carried one way.</summary>
internal sealed record FaceTrafficReport(ulong Interests, ulong Data, ulong Nacks, ulong Bytes);
