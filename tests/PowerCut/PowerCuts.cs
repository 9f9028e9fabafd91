namespace Hearth.Tests.PowerCut;

/// <summary>
/// Every state in which a power cut may leave a disk, by its log: what was flushed is there; of what was not, any part may
/// be, in any order, and the last sector may be torn. States that were seen before are left out.
/// </summary>
/// <param name="disk">As the log begins.</param>
/// <param name="seed">Chooses the subsets.</param>
/// <param name="fine">Where small writes are torn behind every byte; elsewhere as large ones.</param>
internal sealed class PowerCuts(ReplayedDisk disk, int seed, Extent fine)
{
    /// <summary>Subsets drawn between two flushes, for each write there; with so few writes as one has here all are hit.</summary>
    private const int SubsetsPerWrite = 4;

    /// <summary>Between two flushes: what a long stretch of writes is thinned out to.</summary>
    private const int MostSubsets = 160;

    /// <summary>A torn sector of a small write is cut behind every so many bytes.</summary>
    private const int TearStep = 1;

    /// <summary>So often a torn sector of a small write reads as what nobody ever wrote.</summary>
    private const int Garbled = 64;

    /// <summary>A larger write has two torn sectors, each cut in the middle.</summary>
    private const int SmallWrite = 2 * ReplayedDisk.Sector;

    private readonly Random random = new(seed);
    private readonly HashSet<(UInt128, UInt128)> seen = [];
    private readonly List<LogEntry> pending = [];
    private string phase = "";

    /// <summary>
    /// Goes through the log and through each state once; while it stands at one, the disk is in it. Its name is that of the
    /// phase that the log's last mark names.
    /// </summary>
    public IEnumerable<string> States(IEnumerable<LogEntry> log)
    {
        foreach (var entry in log)
        {
            if ((entry.Flags & LogFlags.Mark) != 0)
            {
                phase = System.Text.Encoding.ASCII.GetString(entry.Data.Span);
                continue;
            }

            foreach (var state in entry.Flushes ? CutBeforeFlush() : [])
            {
                yield return state;
            }

            if (entry.Data.Length + entry.Discarded == 0)
            {
                continue;
            }

            if ((entry.Flags & LogFlags.ForceUnitAccess) == 0)
            {
                pending.Add(entry);
                continue;
            }

            disk.Write(entry);
            if (IsNew())
            {
                yield return phase;
            }
        }

        foreach (var state in CutBeforeFlush())
        {
            yield return state;
        }
    }

    private IEnumerable<string> CutBeforeFlush()
    {
        if (IsNew())
        {
            yield return phase;
        }

        foreach (var state in CutInOrder().Concat(CutInAnyOrder()))
        {
            yield return state;
        }

        pending.ForEach(disk.Write);
        pending.Clear();
    }

    // One write after the other arrives, and each of them may be torn.
    private IEnumerable<string> CutInOrder()
    {
        var thin = Math.Max(1, pending.Count / (MostSubsets / 2));
        for (var last = 0; last < pending.Count; last++)
        {
            foreach (var torn in last % thin == 0 ? Tears(pending[last]) : [])
            {
                disk.Try(torn);
                if (IsNew())
                {
                    yield return phase;
                }

                disk.TakeBackLast();
            }

            disk.Try(pending[last]);
            if (last % thin == 0 && IsNew())
            {
                yield return phase;
            }
        }

        disk.TakeBack();
    }

    private IEnumerable<string> CutInAnyOrder()
    {
        for (var count = Math.Min(MostSubsets, pending.Count * SubsetsPerWrite); count > 0; count--)
        {
            var share = random.NextDouble();
            pending.FindAll(_ => random.NextDouble() < share).ForEach(disk.Try);
            if (IsNew())
            {
                yield return phase;
            }

            disk.TakeBack();
        }
    }

    private bool IsNew() => seen.Add(disk.State);

    private IEnumerable<LogEntry> Tears(LogEntry entry)
    {
        var (offset, bytes) = (entry.Offset, entry.Data);
        var sectors = bytes.Length / ReplayedDisk.Sector;
        var isSmall = bytes.Length <= SmallWrite && fine.Holds(offset);
        for (var tear = 0; tear < Math.Min(sectors, 2); tear++)
        {
            var at = (isSmall ? tear : random.Next(sectors)) * ReplayedDisk.Sector;
            foreach (var torn in TornSectors(offset + at, bytes.Slice(at, ReplayedDisk.Sector), isSmall ? TearStep : ReplayedDisk.Sector / 2))
            {
                yield return new(LogFlags.None, offset, (byte[])[.. bytes[..at].Span, .. torn]);
            }

            // This sector alone, without those before it.
            yield return new(LogFlags.None, offset + at, bytes.Slice(at, ReplayedDisk.Sector));
        }
    }

    // Its beginning, its end, or nothing that was ever written.
    private IEnumerable<byte[]> TornSectors(long offset, ReadOnlyMemory<byte> bytes, int step)
    {
        var old = disk.Contents.AsSpan((int)offset, ReplayedDisk.Sector).ToArray();
        for (var cut = step; cut < ReplayedDisk.Sector; cut += step)
        {
            yield return [.. bytes[..cut].Span, .. old[cut..]];
            yield return [.. old[..cut], .. bytes[cut..].Span];
        }

        yield return new byte[ReplayedDisk.Sector];
        for (var count = step == TearStep ? Garbled : 1; count > 0; count--)
        {
            var garbage = new byte[ReplayedDisk.Sector];
            random.NextBytes(garbage);
            yield return garbage;
        }
    }
}
