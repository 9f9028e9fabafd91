namespace Hearth.Forwarding.Storage;

/// <summary>Cached packets in the order in which they came.</summary>
internal sealed class PacketQueue(BlockPool pool)
{
    private int newest;

    /// <summary>The packet that came first; 0 when there is none.</summary>
    public int Oldest { get; private set; }

    /// <summary>Blocks that the packets take, without those of their prefixes.</summary>
    public int Blocks { get; private set; }

    /// <summary>Puts a packet behind all others.</summary>
    public void Add(int item)
    {
        ref var packet = ref Packet(item);
        packet.Earlier = newest;
        packet.Later = 0;
        if (newest != 0)
        {
            Packet(newest).Later = item;
        }
        else
        {
            Oldest = item;
        }

        newest = item;
        Blocks += BlocksOf(packet);
    }

    /// <summary>Takes a packet out, wherever it stands.</summary>
    public void Remove(int item)
    {
        ref var packet = ref Packet(item);
        if (packet.Earlier != 0)
        {
            Packet(packet.Earlier).Later = packet.Later;
        }
        else
        {
            Oldest = packet.Later;
        }

        if (packet.Later != 0)
        {
            Packet(packet.Later).Earlier = packet.Earlier;
        }
        else
        {
            newest = packet.Earlier;
        }

        Blocks -= BlocksOf(packet);
    }

    private static int BlocksOf(in CachedPacket packet) => 1 + BlockPool.BlocksFor(packet.WireSize);

    private ref CachedPacket Packet(int item) => ref pool.Record<CachedPacket>(item);
}
