namespace Hearth.Protocol.Link;

/// <summary>
/// The memory in which all faces of a node keep the frames that their peers have not acknowledged: made as it is
/// needed, never beyond its limit, and used again. Its link services run on one thread.
/// </summary>
/// <param name="limit">Most frames kept at a time.</param>
public sealed class RetransmissionPool(int limit = RetransmissionPool.DefaultLimit)
{
    /// <summary>Largest frame that can be kept: those of every link whose MTU has to be respected.</summary>
    public const int FrameSize = 1536;

    /// <summary>Limit unless told otherwise: 6 MiB, eight faces with a full window each.</summary>
    public const int DefaultLimit = 8 * FrameWindow.Capacity;

    private readonly Stack<byte[]> free = new();
    private int made;

    /// <summary>Frames kept at the moment.</summary>
    public int Used => made - free.Count;

    /// <summary>Most frames kept at a time.</summary>
    public int Limit => limit;

    /// <summary>Frames that were sent and not kept, and those that gave way to newer ones.</summary>
    public long Refused { get; internal set; }

    internal byte[]? Rent()
    {
        if (free.TryPop(out var frame))
        {
            return frame;
        }

        if (made == limit)
        {
            return null;
        }

        made++;
        return new byte[FrameSize];
    }

    internal void Return(byte[] frame) => free.Push(frame);
}
