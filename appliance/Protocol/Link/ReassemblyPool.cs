namespace Hearth.Protocol.Link;

/// <summary>
/// The memory in which all faces of a node put fragments together: made as it is needed, never beyond its limit,
/// and used again. Its link services run on one thread.
/// </summary>
/// <param name="limit">Most packets that are put together at once, each in about 11 KiB.</param>
public sealed class ReassemblyPool(int limit = ReassemblyPool.DefaultLimit)
{
    /// <summary>Limit unless told otherwise: about 3 MiB, room for 16 faces that lose fragments all the time.</summary>
    public const int DefaultLimit = 16 * LinkService.MaxPartialPackets;

    private readonly Stack<PartialPacket> free = new();
    private int made;

    /// <summary>Packets that are being put together.</summary>
    public int Used => made - free.Count;

    /// <summary>Most packets at once.</summary>
    public int Limit => limit;

    /// <summary>Fragments that came when there was no room for their packet, and incomplete packets that gave way.</summary>
    public long Refused { get; internal set; }

    internal PartialPacket? Rent()
    {
        if (free.TryPop(out var partial))
        {
            return partial;
        }

        if (made == limit)
        {
            return null;
        }

        made++;
        return new PartialPacket();
    }

    internal void Return(PartialPacket partial) => free.Push(partial);
}
