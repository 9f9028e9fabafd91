namespace Hearth.Forwarding.Management;

/// <summary>Counters as datasets tell them.</summary>
internal static class CounterReading
{
    public static PacketCounts ToPacketCounts(this PacketCounters counters) => new(
        (ulong)counters.InInterests,
        (ulong)counters.InData,
        (ulong)counters.InNacks,
        (ulong)counters.OutInterests,
        (ulong)counters.OutData,
        (ulong)counters.OutNacks);
}
