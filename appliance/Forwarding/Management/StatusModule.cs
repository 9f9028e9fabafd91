namespace Hearth.Forwarding.Management;

/// <summary>The forwarder as a whole (NFD Management, "ForwarderStatus").</summary>
internal sealed class StatusModule(Forwarder forwarder, ManagementOptions options) : IManagementModule
{
    public IEnumerable<CommandVerb> Commands => [];

    public IEnumerable<DatasetVerb> Datasets => [new("status", "general", query => [StatusAt(query.WallClock)])];

    private ForwarderStatus StatusAt(DateTimeOffset wallClock) => new()
    {
        Version = options.Version,
        StartTimestamp = (ulong)options.StartedAt.ToUnixTimeMilliseconds(),
        CurrentTimestamp = (ulong)wallClock.ToUnixTimeMilliseconds(),
        NameTreeEntries = 0,
        FibEntries = (ulong)forwarder.Fib.Count,
        PitEntries = (ulong)forwarder.Pit.Count,
        MeasurementsEntries = (ulong)forwarder.Measurements.Count,
        ContentStoreEntries = (ulong)forwarder.ContentStore.Count,
        Packets = forwarder.Counters.ToPacketCounts(),
        SatisfiedInterests = (ulong)forwarder.Counters.SatisfiedInterests,
        UnsatisfiedInterests = (ulong)forwarder.Counters.UnsatisfiedInterests,
    };
}
