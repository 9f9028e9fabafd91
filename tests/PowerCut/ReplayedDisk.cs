using System.Runtime.InteropServices;
using Hearth.Updates.Slots;

namespace Hearth.Tests.PowerCut;

/// <summary>
/// A disk to which writes are applied and taken back. Each of its regions has a fingerprint of how it differs from the
/// beginning, kept up write by write, so that a state is known again however large the disk.
/// </summary>
internal sealed class ReplayedDisk
{
    public const int Sector = 512;

    private readonly byte[] contents;
    private readonly Extent[] regions;
    private readonly UInt128[] fingerprints;
    private readonly Stack<(long Offset, byte[] Before)> undo = [];

    /// <param name="contents">The disk at the beginning; it is written to.</param>
    /// <param name="regions">What is told apart. The rest of the disk is one more.</param>
    public ReplayedDisk(byte[] contents, params Extent[] regions)
    {
        (this.contents, this.regions) = (contents, regions);
        fingerprints = new UInt128[regions.Length + 1];
    }

    public byte[] Contents => contents;

    /// <summary>What the whole disk is known by.</summary>
    public (UInt128 Low, UInt128 High) State => (Fold(1), Fold(3));

    /// <summary>What a region is known by; zero as at the beginning.</summary>
    public UInt128 Fingerprint(Extent region) => fingerprints[Array.IndexOf(regions, region)];

    /// <summary>The same for everything that is in no region.</summary>
    public UInt128 Elsewhere => fingerprints[^1];

    public ReadOnlySpan<byte> Bytes(Extent extent) => contents.AsSpan((int)extent.Offset, (int)extent.Length);

    public IBlockDevice At(Extent extent) => new RecordedDisk(contents).At(extent);

    /// <summary>Writes for good.</summary>
    public void Write(LogEntry entry)
    {
        Put(entry.Offset, entry.Data.Span);
        for (long done = 0; done < entry.Discarded; done += Sector)
        {
            Put(entry.Offset + done, new byte[Sector]);
        }
    }

    /// <summary>Writes until <see cref="TakeBack"/>.</summary>
    public void Try(LogEntry entry)
    {
        var length = entry.Data.Length + entry.Discarded;
        undo.Push((entry.Offset, contents[(int)entry.Offset..(int)(entry.Offset + length)]));
        Write(entry);
    }

    /// <summary>Undoes everything that was only tried.</summary>
    public void TakeBack()
    {
        while (undo.Count > 0)
        {
            TakeBackLast();
        }
    }

    /// <summary>Undoes what was tried last.</summary>
    public void TakeBackLast()
    {
        var (offset, before) = undo.Pop();
        Put(offset, before);
    }

    private void Put(long offset, ReadOnlySpan<byte> bytes)
    {
        for (var done = 0; done < bytes.Length; done += Sector)
        {
            var at = offset + done;
            var sector = contents.AsSpan((int)at, Sector);
            if (!sector.SequenceEqual(bytes.Slice(done, Sector)))
            {
                ref var fingerprint = ref fingerprints[RegionOf(at)];
                fingerprint ^= Hash(at, sector);
                bytes.Slice(done, Sector).CopyTo(sector);
                fingerprint ^= Hash(at, sector);
            }
        }
    }

    private int RegionOf(long offset)
    {
        var region = Array.FindIndex(regions, extent => extent.Holds(offset));
        return region < 0 ? regions.Length : region;
    }

    // FNV-1a with 128 bits, eight bytes at a time: nobody here makes up collisions.
    private static UInt128 Hash(long offset, ReadOnlySpan<byte> sector)
    {
        var prime = new UInt128(0x0000000001000000, 0x000000000000013B);
        var hash = (new UInt128(0x6C62272E07BB0142, 0x62B821756295C58D) ^ (ulong)offset) * prime;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(sector))
        {
            hash = (hash ^ word) * prime;
            hash ^= hash >> 64;
        }

        return hash;
    }

    // Two sums with different weights: what swaps between regions does not cancel out.
    private UInt128 Fold(uint step)
    {
        UInt128 sum = 0;
        for (var region = 0; region < fingerprints.Length; region++)
        {
            sum = (sum * (2 * step + 1)) + fingerprints[region];
        }

        return sum;
    }
}
