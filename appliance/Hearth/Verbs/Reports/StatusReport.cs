namespace Hearth.Verbs.Reports;

/// <summary>The forwarder, and the appliance around it where there is one.</summary>
internal sealed record StatusReport(
    string Version, DateTimeOffset StartedAt, double UptimeSeconds, int Faces, ulong FibEntries, ulong PitEntries,
    ContentStoreReport ContentStore, TrafficReport In, TrafficReport Out, ulong SatisfiedInterests, ulong UnsatisfiedInterests,
    ApplianceReport? Appliance);
