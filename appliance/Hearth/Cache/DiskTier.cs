using System.Buffers;
using System.Collections.Concurrent;
using Hearth.Forwarding;
using Hearth.Linux;
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

    // Each reads the whole file; a person has one or two at a time.
    private const int MostErasures = 8;

    // Smaller packets than this on average would take more memory to find than the disk is worth: 40 bytes each.
    private const int BytesPerPacket = 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<ulong, long> places = [];
    private readonly List<ulong>[] hashesBySegment;
    private readonly CacheFile file;
    private readonly NameHash writersHash;
    private readonly NameHash readersHash;
    private readonly Action<Action> post;
    private readonly WriteAllowance allowance;
    private readonly TimeProvider time;
    private readonly long start;
    private readonly ILogger log;

    // A hash in eight bytes, then the packet. An empty one stands for the next of the erasures: each has its turn.
    private readonly ConcurrentQueue<Erasure> erasures = new();
    private readonly WorkQueue<ArraySegment<byte>> offers = new(QueuedOffers);
    private readonly Thread writer;
    private readonly int mostPackets;
    private long hits;
    private long written;
    private long overwritten;
    private long overBudget;
    private long leftBehind;

    /// <summary>Opens the file, and finds in it what an earlier run left.</summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="bytes">How large it is.</param>
    /// <param name="writersHash">For the writer, and for finding what is there.</param>
    /// <param name="readersHash">For whoever calls <see cref="Answer"/>.</param>
    /// <param name="post">Runs something on the forwarder's thread.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where trouble with the disk is told.</param>
    /// <exception cref="IOException">The file cannot be.</exception>
    public DiskTier(string path, long bytes, NameHash writersHash, NameHash readersHash, Action<Action> post, TimeProvider time, ILogger log)
    {
        file = new CacheFile(path, bytes);
        mostPackets = (int)Math.Min(int.MaxValue, bytes / BytesPerPacket);
        hashesBySegment = new List<ulong>[file.Segments];
        for (var i = 0; i < hashesBySegment.Length; i++)
        {
            hashesBySegment[i] = [];
        }

        this.writersHash = writersHash;
        this.readersHash = readersHash;
        this.post = post;
        this.time = time;
        this.log = log;
        start = time.GetTimestamp();
        allowance = new WriteAllowance(BytesPerDay);
        file.Load((packet, place, segment) =>
        {
            if (Data.TryRead(packet, out var data, out _) && writersHash.Of(data.Name) is > 0 and var hash)
            {
                Note(hash, place, segment);
            }
        });
        writer = new Thread(Write) { Name = "disk-cache", IsBackground = true };
        writer.Start();
    }

    /// <inheritdoc/>
    public FaceId Face { get; set; }

    /// <inheritdoc/>
    public SecondTierStatus Status
    {
        get
        {
            lock (gate)
            {
                return new SecondTierStatus
                {
                    Capacity = (long)file.Segments * CacheFile.SegmentSize,
                    UsedBytes = file.UsedBytes,
                    Packets = places.Count,
                    BytesPerDay = allowance.BytesPerDay,
                    BytesToday = allowance.GrantedToday(time.GetElapsedTime(start)),
                    Hits = hits,
                    Written = written,
                    Overwritten = overwritten,
                    OverBudget = overBudget,
                    Waiting = offers.Count,
                    MostWaiting = QueuedOffers,
                    LeftBehind = leftBehind,
                };
            }
        }
    }

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

            if (!allowance.TryTake(packet.Length, time.GetElapsedTime(start)))
            {
                overBudget++;
                return;
            }
        }

        var copy = ArrayPool<byte>.Shared.Rent(sizeof(ulong) + packet.Length);
        BitConverter.TryWriteBytes(copy, nameHash);
        packet.CopyTo(copy.AsSpan(sizeof(ulong)));
        if (!offers.TryAdd(new ArraySegment<byte>(copy, 0, sizeof(ulong) + packet.Length)))
        {
            ArrayPool<byte>.Shared.Return(copy);
            leftBehind++;
        }
    }

    /// <inheritdoc/>
    public bool TryErase(Name prefix, ulong most, Action<ulong> erased)
    {
        if (erasures.Count >= MostErasures || offers.Count >= QueuedOffers)
        {
            return false;
        }

        // Before its turn, so that the writer never finds a turn without an erasure.
        erasures.Enqueue(new Erasure(prefix, most, erased));
        return offers.TryAdd(default);
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
            Interlocked.Increment(ref hits);
            return size;
        }

        // Rotten, or overwritten a moment ago: whoever asks again asks the network.
        TryForget(hash, place);
        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        offers.Close();
        writer.Join();
        file.Dispose();
    }

    private void Write()
    {
        while (offers.TryTake(out var offer))
        {
            try
            {
                if (offer.Array is { } copy)
                {
                    Write(BitConverter.ToUInt64(offer), offer.AsSpan(sizeof(ulong)));
                    ArrayPool<byte>.Shared.Return(copy);
                }
                else if (erasures.TryDequeue(out var erasure))
                {
                    Erase(erasure);
                }
            }
            catch (IOException failure)
            {
                // A full or failing disk costs the copy, not the node.
                LogNotWritten(failure.Message);
            }
        }
    }

    private void Write(ulong hash, ReadOnlySpan<byte> packet)
    {
        // An index that small packets have filled makes room as a full file does.
        if (file.NeedsSegment(packet.Length) || IsIndexFull())
        {
            lock (gate)
            {
                Forget(file.NextSegment);
            }

            file.BeginSegment();
        }

        var place = file.Write(packet, out var segment);
        lock (gate)
        {
            Note(hash, place, segment);
            written++;
        }
    }

    // Reads all of the file: an index of names would take more memory than it is worth.
    private void Erase(Erasure erasure)
    {
        var erased = 0ul;
        try
        {
            file.Visit((packet, place, segment) =>
            {
                if (erased < erasure.Most && Data.TryRead(packet, out var data, out _) && erasure.Prefix.IsPrefixOf(data.Name))
                {
                    // Of a packet that was written twice the index knows the later one.
                    erased += TryForget(writersHash.Of(data.Name), place) ? 1ul : 0;
                    file.Erase(place, packet.Length);
                }
            });
        }
        finally
        {
            post(() => erasure.Erased(erased));
        }
    }

    private bool IsIndexFull()
    {
        lock (gate)
        {
            return places.Count >= mostPackets;
        }
    }

    private bool TryForget(ulong hash, long place)
    {
        lock (gate)
        {
            return places.TryGetValue(hash, out var known) && known == place && places.Remove(hash);
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
                overwritten++;
            }
        }

        hashesBySegment[segment].Clear();
    }

    private sealed record Erasure(Name Prefix, ulong Most, Action<ulong> Erased);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the disk cache could not be written: {Failure}")]
    private partial void LogNotWritten(string failure);
}
