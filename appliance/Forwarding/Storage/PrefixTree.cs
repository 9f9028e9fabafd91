namespace Hearth.Forwarding.Storage;

/// <summary>
/// Finds cached packets by a prefix of their name. A packet hangs on its parent prefix, and that on its own parent, so
/// that packets which share a prefix pay for it once; a prefix holds no bytes of its own but borrows those of the
/// first packet below it.
/// </summary>
internal sealed class PrefixTree(BlockPool pool, int capacity)
{
    /// <summary>
    /// How many components longer than an Interest's a name may be and still be found. Version and segment are two,
    /// a certificate's key, issuer and version three; the bound keeps one packet from taking thousands of blocks.
    /// </summary>
    public const int MaxSuffix = 8;

    // How many packets and prefixes a search looks at before it gives up. Newest come first, so a fresh one is near.
    private const int MaxVisits = 32;

    private readonly HashIndex index = new(capacity);

    /// <summary>Number of prefixes.</summary>
    public int Count => index.Count;

    /// <summary>Whether a packet can still be added, whatever its name.</summary>
    public bool HasRoom => index.Count + MaxSuffix <= index.Capacity;

    /// <summary>Changes how many prefixes fit.</summary>
    public void Resize(int newCapacity) => index.Resize(newCapacity);

    /// <summary>Adds a packet under its prefixes. The caller has checked that <see cref="MaxSuffix"/> blocks are available.</summary>
    public void Add(int item, in HashedName name)
    {
        if (name.Count == 1)
        {
            return;
        }

        var prefix = FindOrAdd(name, name.Count - 1);
        ref var packet = ref Packet(item);
        packet.Parent = prefix;
        packet.Older = Prefix(prefix).FirstPacket;
        if (packet.Older != 0)
        {
            Packet(packet.Older).Newer = item;
        }

        Prefix(prefix).FirstPacket = item;
        var shortest = Math.Max(1, name.Count - MaxSuffix);
        for (var length = name.Count - 2; length >= shortest && Prefix(prefix).Parent == 0; length--)
        {
            var parent = FindOrAdd(name, length);
            Hang(prefix, parent);
            prefix = parent;
        }
    }

    /// <summary>Takes a packet out, with every prefix that only it needed.</summary>
    public void Remove(int item)
    {
        ref var packet = ref Packet(item);
        if (packet.Parent == 0)
        {
            return;
        }

        if (packet.Older != 0)
        {
            Packet(packet.Older).Newer = packet.Newer;
        }

        if (packet.Newer != 0)
        {
            Packet(packet.Newer).Older = packet.Older;
        }
        else
        {
            Prefix(packet.Parent).FirstPacket = packet.Older;
        }

        RemoveIfEmpty(packet.Parent);
    }

    /// <summary>Finds a packet below the name, fresh if that is wanted; 0 when there is none within reach.</summary>
    public int Find(in HashedName name, bool mustBeFresh, TimeSpan now)
    {
        var root = Find(name, name.Count);
        var visits = 0;
        for (var prefix = root; prefix != 0 && visits < MaxVisits; prefix = NextBelow(root, prefix))
        {
            visits++;
            for (var item = Prefix(prefix).FirstPacket; item != 0; item = Packet(item).Older)
            {
                if (!mustBeFresh || Packet(item).StaleAt > now)
                {
                    return item;
                }

                if (++visits >= MaxVisits)
                {
                    return 0;
                }
            }
        }

        return 0;
    }

    // Depth first, newest first, without a stack: down, else sideways, else up until there is a way sideways.
    private int NextBelow(int root, int prefix)
    {
        if (Prefix(prefix).FirstChild != 0)
        {
            return Prefix(prefix).FirstChild;
        }

        while (prefix != root && Prefix(prefix).Older == 0)
        {
            prefix = Prefix(prefix).Parent;
        }

        return prefix == root ? 0 : Prefix(prefix).Older;
    }

    private int Find(in HashedName name, int length)
    {
        var probe = index.Find(name.HashOf(length));
        while (probe.MoveNext())
        {
            if (Prefix(probe.Item).Size == name.Prefix(length).Length && IsPrefix(probe.Item, name.Prefix(length)))
            {
                return probe.Item;
            }
        }

        return 0;
    }

    private int FindOrAdd(in HashedName name, int length)
    {
        var item = Find(name, length);
        if (item == 0)
        {
            item = pool.Take();
            Prefix(item).Hash = name.HashOf(length);
            Prefix(item).Size = (ushort)name.Prefix(length).Length;
            index.Add(name.HashOf(length), item);
        }

        return item;
    }

    private bool IsPrefix(int item, ReadOnlySpan<byte> bytes)
    {
        while (Prefix(item).FirstPacket == 0)
        {
            item = Prefix(item).FirstChild;
        }

        ref var packet = ref Packet(Prefix(item).FirstPacket);
        return pool.Holds(packet.Wire, packet.NameOffset, bytes);
    }

    private void Hang(int item, int parent)
    {
        ref var prefix = ref Prefix(item);
        prefix.Parent = parent;
        prefix.Older = Prefix(parent).FirstChild;
        if (prefix.Older != 0)
        {
            Prefix(prefix.Older).Newer = item;
        }

        Prefix(parent).FirstChild = item;
    }

    private void RemoveIfEmpty(int item)
    {
        while (item != 0 && Prefix(item) is { FirstPacket: 0, FirstChild: 0 } prefix)
        {
            if (prefix.Older != 0)
            {
                Prefix(prefix.Older).Newer = prefix.Newer;
            }

            if (prefix.Newer != 0)
            {
                Prefix(prefix.Newer).Older = prefix.Older;
            }
            else if (prefix.Parent != 0)
            {
                Prefix(prefix.Parent).FirstChild = prefix.Older;
            }

            index.Remove(prefix.Hash, item);
            pool.Free(item);
            item = prefix.Parent;
        }
    }

    private ref CachedPacket Packet(int item) => ref pool.Record<CachedPacket>(item);

    private ref CachedPrefix Prefix(int item) => ref pool.Record<CachedPrefix>(item);
}
