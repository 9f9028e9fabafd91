using System.Security.Cryptography;
using Hearth.Forwarding.Storage;
using Hearth.Protocol;

namespace Hearth.Forwarding;

/// <summary>
/// Data kept to answer Interests again. Its budget is in bytes of memory, everything included: packets, their names'
/// prefixes and the indexes. Of packets with the same name the newest is kept.
/// </summary>
/// <remarks>
/// What is asked for once must not push out what is asked for often. A packet starts on probation, in a queue that
/// gives way first; it is proven when it was asked for again twice there, or when it comes back soon after it left. The
/// proven ones leave in the order in which they came, but for those that were asked for meanwhile, which go round again
/// (J. Yang and others: "FIFO queues are all you need for cache eviction", SOSP 2023: S3-FIFO). A hit is one increment.
/// </remarks>
public sealed class ContentStore
{
    // An index has room for as many items as the budget holds of this many bytes each: a small Data packet's
    // footprint, and two such for each prefix. Indexes and what is remembered of evicted names take 5 % of the budget.
    private const int BytesPerPacket = 384;
    private const int BytesPerPrefix = 2 * BytesPerPacket;

    // The share of the blocks that packets on probation may keep while others wait for room: S3-FIFO's tenth.
    private const int ProbationShare = 10;

    // Uses that prove a packet. One is often the same consumer again, whose answer was lost.
    private const int ProvingUses = 2;

    // How many packets one that needs room looks at; then the next goes, whatever its uses. Popular packets could
    // otherwise make a newcomer wait for a tour through all of them.
    private const int MostSecondChances = 32;

    private readonly BlockPool pool = new(0);
    private readonly HashIndex packets = new(0);
    private readonly PrefixTree prefixes;
    private readonly PacketQueue probation;
    private readonly PacketQueue proven;
    private readonly RecentlyEvicted recentlyEvicted = new(0);
    private long capacityBytes;

    internal ContentStore(long capacityBytes)
    {
        prefixes = new PrefixTree(pool, 0);
        probation = new PacketQueue(pool);
        proven = new PacketQueue(pool);
        CapacityBytes = capacityBytes;
    }

    /// <summary>Memory in bytes that may be used. A smaller budget takes effect at once, by eviction.</summary>
    public long CapacityBytes
    {
        get => capacityBytes;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            capacityBytes = value;
            Resize();
        }
    }

    /// <summary>Memory in bytes in use, never above <see cref="CapacityBytes"/>.</summary>
    public long UsedBytes =>
        ((long)pool.Used * BlockPool.BlockSize) + ((packets.Count + prefixes.Count) * HashIndex.BytesPerItem) + (packets.Count * RecentlyEvicted.BytesPerName);

    /// <summary>Number of packets.</summary>
    public int Count => packets.Count;

    /// <summary>Whether Data is taken in (NFD <c>CS_ENABLE_ADMIT</c>).</summary>
    public bool IsAdmitting { get; set; } = true;

    /// <summary>Whether Interests are answered (NFD <c>CS_ENABLE_SERVE</c>).</summary>
    public bool IsServing { get; set; } = true;

    /// <summary>Interests answered.</summary>
    public long Hits { get; private set; }

    /// <summary>Interests looked up and not answered.</summary>
    public long Misses { get; private set; }

    /// <summary>Packets evicted to make room.</summary>
    public long Evictions { get; private set; }

    /// <summary>Evicted packets that nobody had asked for again.</summary>
    public long UnusedEvictions { get; private set; }

    /// <summary>Takes a packet in, as far as it is admitted.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">The packet.</param>
    /// <param name="isFresh">Whether it comes from its producer, and not from a store that it may have grown stale in.</param>
    /// <param name="now">The time.</param>
    internal void Insert(in HashedName name, in Data data, bool isFresh, TimeSpan now)
    {
        if (!IsAdmitting)
        {
            return;
        }

        var isProven = false;
        var known = FindExact(name.Hash, name.Name.Value);
        if (known != 0)
        {
            isProven = Packet(known).IsProven;
            Remove(known);
        }

        if (TryMakeRoom(1 + BlockPool.BlocksFor(data.Wire.Length) + PrefixTree.MaxSuffix))
        {
            Add(name, data, isProven || recentlyEvicted.Remove(name.Hash), isFresh ? StaleAt(data, now) : now);
        }
    }

    /// <summary>Finds a packet that answers an Interest; 0 when there is none. Counts a hit or a miss.</summary>
    internal int Find(in HashedName name, in Interest interest, TimeSpan now)
    {
        if (!IsServing)
        {
            return 0;
        }

        var item = name.EndsInImplicitDigest ? FindByDigest(name) : FindExact(name.Hash, name.Name.Value);
        if (item != 0 && interest.MustBeFresh && Packet(item).StaleAt <= now)
        {
            item = 0;
        }

        if (item == 0 && interest.CanBePrefix)
        {
            item = prefixes.Find(name, interest.MustBeFresh, now);
        }

        if (item == 0)
        {
            Misses++;
            return 0;
        }

        Hits++;
        ref var packet = ref Packet(item);
        packet.Uses = (byte)Math.Min(packet.Uses + 1, CachedPacket.MostUses);
        return item;
    }

    /// <summary>Whether the last hit was the one that proves a packet.</summary>
    internal bool IsJustProven(int item) => Packet(item).Uses == ProvingUses;

    /// <summary>Removes packets under a prefix, up to as many; returns how many. Costs a look at every packet.</summary>
    public int Erase(Name prefix, int most)
    {
        var found = new List<int>(most);
        for (var slot = 0; slot < packets.SlotCount && found.Count < most; slot++)
        {
            if (packets.ItemIn(slot) is var item && item != 0 && IsUnder(prefix, item))
            {
                found.Add(item);
            }
        }

        found.ForEach(Remove);
        return found.Count;
    }

    /// <summary>Whether there is a packet under a prefix.</summary>
    public bool HasUnder(Name prefix)
    {
        for (var slot = 0; slot < packets.SlotCount; slot++)
        {
            if (packets.ItemIn(slot) is var item && item != 0 && IsUnder(prefix, item))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Copies a packet's bytes into the buffer and returns them.</summary>
    internal ReadOnlySpan<byte> Load(int item, Span<byte> buffer)
    {
        var wire = buffer[..Packet(item).WireSize];
        pool.Load(Packet(item).Wire, wire);
        return wire;
    }

    private static TimeSpan StaleAt(in Data data, TimeSpan now) =>
        data.FreshnessPeriod < TimeSpan.MaxValue - now ? now + data.FreshnessPeriod : TimeSpan.MaxValue;

    private void Add(in HashedName name, in Data data, bool isProven, TimeSpan staleAt)
    {
        var item = pool.Take();
        ref var packet = ref Packet(item);
        packet.Hash = name.Hash;
        packet.StaleAt = staleAt;
        packet.Wire = pool.Store(data.Wire);
        packet.WireSize = (ushort)data.Wire.Length;
        packet.NameSize = (ushort)name.Name.Value.Length;
        data.Wire.Overlaps(name.Name.Value, out var offset);
        packet.NameOffset = (ushort)offset;
        packets.Add(name.Hash, item);
        packet.IsProven = isProven;
        prefixes.Add(item, name);
        QueueOf(item).Add(item);
    }

    private void Remove(int item)
    {
        QueueOf(item).Remove(item);
        prefixes.Remove(item);
        packets.Remove(Packet(item).Hash, item);
        pool.FreeChain(Packet(item).Wire);
        pool.Free(item);
    }

    private bool TryMakeRoom(int blocks)
    {
        while (pool.Available < blocks || packets.Count >= packets.Capacity || !prefixes.HasRoom)
        {
            if (Count == 0)
            {
                return false;
            }

            Evict();
        }

        return true;
    }

    private void Evict()
    {
        for (var chances = MostSecondChances; ; chances--)
        {
            var onProbation = proven.Oldest == 0 || (probation.Oldest != 0 && probation.Blocks > pool.Capacity / ProbationShare);
            var item = onProbation ? probation.Oldest : proven.Oldest;
            if (chances > 0 && Packet(item).Uses >= (onProbation ? ProvingUses : 1))
            {
                GiveSecondChance(item);
                continue;
            }

            if (onProbation)
            {
                recentlyEvicted.Add(Packet(item).Hash);
            }

            Evictions++;
            UnusedEvictions += Packet(item) is { IsProven: false, Uses: 0 } ? 1 : 0;
            Remove(item);
            return;
        }
    }

    private void GiveSecondChance(int item)
    {
        QueueOf(item).Remove(item);
        ref var packet = ref Packet(item);
        packet.Uses = (byte)(packet.IsProven ? packet.Uses - 1 : 0);
        packet.IsProven = true;
        proven.Add(item);
    }

    private void Resize()
    {
        var maxPackets = (int)Math.Min(int.MaxValue / 2, capacityBytes / BytesPerPacket);
        var maxPrefixes = (int)Math.Min(int.MaxValue / 2, capacityBytes / BytesPerPrefix);
        var indexBytes = HashIndex.BytesFor(maxPackets) + HashIndex.BytesFor(maxPrefixes) + RecentlyEvicted.BytesFor(maxPackets);
        pool.Capacity = BlockPool.BlocksIn(Math.Max(0, capacityBytes - indexBytes));
        while (pool.Available < 0 || packets.Count > maxPackets || prefixes.Count > maxPrefixes)
        {
            Evict();
        }

        recentlyEvicted.Resize(maxPackets);
        packets.Resize(maxPackets);
        prefixes.Resize(maxPrefixes);
    }

    // Components say their own length, so that equal bytes end where a component ends.
    private bool IsUnder(Name prefix, int item) =>
        Packet(item).NameSize >= prefix.Value.Length && pool.Holds(Packet(item).Wire, Packet(item).NameOffset, prefix.Value);

    private int FindExact(ulong hash, ReadOnlySpan<byte> name)
    {
        var probe = packets.Find(hash);
        while (probe.MoveNext())
        {
            ref var packet = ref Packet(probe.Item);
            if (packet.NameSize == name.Length && pool.Holds(packet.Wire, packet.NameOffset, name))
            {
                return probe.Item;
            }
        }

        return 0;
    }

    private int FindByDigest(in HashedName name)
    {
        var item = FindExact(name.HashOf(name.Count - 1), name.Prefix(name.Count - 1));
        if (item == 0)
        {
            return 0;
        }

        Span<byte> buffer = stackalloc byte[PacketLimits.MaxPacketSize];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Load(item, buffer), digest);
        return name.Name.Last.Value.SequenceEqual(digest) ? item : 0;
    }

    private PacketQueue QueueOf(int item) => Packet(item).IsProven ? proven : probation;

    private ref CachedPacket Packet(int item) => ref pool.Record<CachedPacket>(item);
}
