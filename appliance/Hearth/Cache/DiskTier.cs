using System.Buffers;
using System.Collections.Concurrent;
using Hearth.Forwarding;
using Hearth.Protocol;
using Microsoft.Extensions.Logging;

namespace Hearth.Cache;

/// <summary>
/// Popular content on disk, kept over restarts: takes what the content store offers, as far as the day's allowance of
/// writing goes, and answers for it. Writing has a thread of its own; reading is its caller's.
/// </summary>
internal sealed partial class DiskTier : ISecondTier, IDisposable
{
    /// <summary>
    /// Most bytes written a day. Ten years of it are 3.7 TB, which a card of 32 GB, the smallest that is sold, spreads
    /// over 115 times its size; cards are good for some hundreds.
    /// </summary>
    public const long BytesPerDay = 1L << 30;

    // A burst; what comes on top is left, and offered again when it is still popular later.
    private const int QueuedOffers = 256;

    // Smaller packets than this on average would take more memory to find than the disk is worth: 40 bytes each.
    private const int BytesPerPacket = 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<ulong, long> places = [];
    private readonly List<ulong>[] hashesBySegment;
    private readonly CacheFile file;
    private readonly NameHash readersHash;
    private readonly WriteAllowance allowance;
    private readonly TimeProvider time;
    private readonly long start;
    private readonly ILogger log;

    // A hash in eight bytes, then the packet.
    private readonly BlockingCollection<ArraySegment<byte>> offers = new(new ConcurrentQueue<ArraySegment<byte>>(), QueuedOffers);
    private readonly Thread writer;
    private readonly int mostPackets;

    /// <summary>Opens the file, and finds in it what an earlier run left.</summary>
    /// <exception cref="IOException">The file cannot be.</exception>
    public DiskTier(string path, long bytes, NameHash loadersHash, NameHash readersHash, TimeProvider time, ILogger log)
    {
        file = new CacheFile(path, bytes);
        mostPackets = (int)Math.Min(int.MaxValue, bytes / BytesPerPacket);
        hashesBySegment = new List<ulong>[file.Segments];
        for (var i = 0; i < hashesBySegment.Length; i++)
        {
            hashesBySegment[i] = [];
        }

        this.readersHash = readersHash;
        this.time = time;
        this.log = log;
        start = time.GetTimestamp();
        allowance = new WriteAllowance(BytesPerDay);
        file.Load((packet, place, segment) =>
        {
            if (Data.TryRead(packet, out var data, out _) && loadersHash.Of(data.Name) is > 0 and var hash)
            {
                Note(hash, place, segment);
            }
        });
        writer = new Thread(Write) { Name = "disk-cache", IsBackground = true };
        writer.Start();
    }

    /// <inheritdoc/>
    public FaceId Face { get; set; }

    /// <summary>Packets on disk.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return places.Count;
            }
        }
    }

    /// <summary>Packets written.</summary>
    public long Written { get; private set; }

    /// <summary>Packets left because the day's allowance was used up, the index full, or the writer behind.</summary>
    public long Left { get; private set; }

    /// <inheritdoc/>
    public bool Holds(ulong nameHash)
    {
        lock (gate)
        {
            return places.ContainsKey(nameHash);
        }
    }

    /// <inheritdoc/>
    public void Offer(ulong nameHash, ReadOnlySpan<byte> packet)
    {
        lock (gate)
        {
            if (places.ContainsKey(nameHash))
            {
                return;
            }

            if (places.Count >= mostPackets || !allowance.TryTake(packet.Length, time.GetElapsedTime(start)))
            {
                Left++;
                return;
            }
        }

        var copy = ArrayPool<byte>.Shared.Rent(sizeof(ulong) + packet.Length);
        BitConverter.TryWriteBytes(copy, nameHash);
        packet.CopyTo(copy.AsSpan(sizeof(ulong)));
        if (offers.IsAddingCompleted || !offers.TryAdd(new ArraySegment<byte>(copy, 0, sizeof(ulong) + packet.Length)))
        {
            ArrayPool<byte>.Shared.Return(copy);
            Left++;
        }
    }

    /// <summary>Answers an Interest for what is on disk; 0 when it is gone.</summary>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public int Answer(in Interest interest, Span<byte> answer)
    {
        var hash = readersHash.Of(interest.Name);
        long place;
        lock (gate)
        {
            if (!places.TryGetValue(hash, out place))
            {
                return 0;
            }
        }

        var size = file.Read(place, answer);
        if (size > 0 && Data.TryRead(answer[..size], out var data, out _) && interest.MatchesName(data))
        {
            return size;
        }

        // Rotten, or overwritten a moment ago: whoever asks again asks the network.
        lock (gate)
        {
            if (places.GetValueOrDefault(hash) == place)
            {
                places.Remove(hash);
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        offers.CompleteAdding();
        writer.Join();
        offers.Dispose();
        file.Dispose();
    }

    private void Write()
    {
        foreach (var offer in offers.GetConsumingEnumerable())
        {
            try
            {
                Write(BitConverter.ToUInt64(offer), offer.AsSpan(sizeof(ulong)));
            }
            catch (IOException failure)
            {
                // A full or failing disk costs the copy, not the node.
                LogNotWritten(failure.Message);
            }

            ArrayPool<byte>.Shared.Return(offer.Array!);
        }
    }

    private void Write(ulong hash, ReadOnlySpan<byte> packet)
    {
        if (file.BeginsSegment(packet.Length, out var begun))
        {
            lock (gate)
            {
                Forget(begun);
            }
        }

        var place = file.Write(packet, out var segment);
        lock (gate)
        {
            Note(hash, place, segment);
            Written++;
        }
    }

    private void Note(ulong hash, long place, int segment)
    {
        places[hash] = place;
        hashesBySegment[segment].Add(hash);
    }

    private void Forget(int segment)
    {
        foreach (var hash in hashesBySegment[segment])
        {
            if (places.TryGetValue(hash, out var place) && place / CacheFile.SegmentSize == segment)
            {
                places.Remove(hash);
            }
        }

        hashesBySegment[segment].Clear();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the disk cache could not be written: {Failure}")]
    private partial void LogNotWritten(string failure);
}
