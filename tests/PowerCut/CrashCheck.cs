using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hearth.Updates.Slots;

namespace Hearth.Tests.PowerCut;

/// <summary>What must hold of a disk wherever the power was cut. Kernels, roots and data are judged once for each content.</summary>
internal sealed partial class CrashCheck(DiskLayout layout, ReplayedDisk disk)
{
    /// <summary>Starts that are cut off again, one after the other, before the appliance is given up on.</summary>
    private const int Restarts = 6;

    private readonly Dictionary<(Slot, UInt128), bool> kernels = [];
    private readonly Dictionary<(Slot, UInt128, UInt128), bool> roots = [];
    private readonly Dictionary<(UInt128, int), string?> data = [];
    private readonly List<string> acknowledged = [];

    /// <summary>The regions whose fingerprints it wants to know.</summary>
    public static Extent[] Regions(DiskLayout layout) =>
        [layout.Copy1, layout.Copy2, layout.Tries, layout.KernelA, layout.KernelB, layout.RootA, layout.RootB, layout.Data];

    /// <summary>What must be there, as it was acknowledged as published.</summary>
    public IReadOnlyList<string> Acknowledged => acknowledged;

    /// <summary>Listens to what the log's marks say of what was acknowledged, and passes the rest on.</summary>
    public IEnumerable<LogEntry> Heard(IEnumerable<LogEntry> log)
    {
        foreach (var entry in log)
        {
            if ((entry.Flags & LogFlags.Mark) != 0 && Encoding.ASCII.GetString(entry.Data.Span) is var mark
                && mark.StartsWith(RecordedUpdate.Acknowledged, StringComparison.Ordinal))
            {
                acknowledged.Add(mark[RecordedUpdate.Acknowledged.Length..]);
            }
            else
            {
                yield return entry;
            }
        }
    }

    public BootRecord Record => Store.Read();

    public TriesBlock? Tries => Store.ReadTries();

    private BootRecordStore Store => new(disk.At(layout.Copy1), disk.At(layout.Copy2), disk.At(layout.Tries));

    /// <summary>All that the boot loader decides by.</summary>
    public RecordState State => new(
        disk.Bytes(layout.Copy1).ToArray(), disk.Bytes(layout.Copy2).ToArray(), disk.Bytes(layout.Tries).ToArray(), IsWhole(Slot.A), IsWhole(Slot.B));

    /// <summary>What <see cref="State"/> is known by, soon.</summary>
    public object StateFingerprint =>
        (disk.Fingerprint(layout.Copy1), disk.Fingerprint(layout.Copy2), disk.Fingerprint(layout.Tries), IsWhole(Slot.A), IsWhole(Slot.B));

    /// <summary>What does not hold; null where everything does.</summary>
    public string? Fault()
    {
        var record = Record;
        if (record == BootRecord.Unknown)
        {
            return "no copy of the boot record can be read";
        }

        if (disk.Elsewhere != 0)
        {
            return "something was written that is no slot, no record and no data";
        }

        foreach (var slot in Enum.GetValues<Slot>())
        {
            if ((record[slot].Good || record[slot].Try) && !Verifies(slot))
            {
                return $"slot {slot} is to be started and is not whole: {record}";
            }
        }

        return FaultOfStarts(record) ?? FaultOfData();
    }

    /// <summary>Whether the boot loader finds what it reads of a slot whole.</summary>
    public bool IsWhole(Slot slot)
    {
        var key = (slot, disk.Fingerprint(layout.Kernel(slot)));
        if (!kernels.TryGetValue(key, out var whole))
        {
            kernels[key] = whole = HasRightSums(disk.Bytes(layout.Kernel(slot)));
        }

        return whole;
    }

    // However often it is cut off, a slot that is whole starts, and from the second time on one that has served.
    private string? FaultOfStarts(BootRecord record)
    {
        var tries = Tries;
        for (var start = 0; start < Restarts; start++)
        {
            var choice = BootChoice.Of(record, tries, IsWhole);
            if (choice.Started is not { } slot || !Verifies(slot))
            {
                return $"start {start + 1} ends in slot {choice.Started}, which is not whole: {record}";
            }

            if (choice.Reason != (start == 0 ? choice.Reason : StartReason.Good))
            {
                return $"start {start + 1} is a {choice.Reason} and not of the slot that has served: {record}";
            }

            tries = choice.Tries;
        }

        return null;
    }

    private bool Verifies(Slot slot)
    {
        var key = (slot, disk.Fingerprint(layout.Kernel(slot)), disk.Fingerprint(layout.Root(slot)));
        if (!roots.TryGetValue(key, out var verifies))
        {
            roots[key] = verifies = IsWhole(slot) && RootVerifies(disk.Bytes(layout.Kernel(slot)), disk.Bytes(layout.Root(slot)));
        }

        return verifies;
    }

    private string? FaultOfData()
    {
        var key = (disk.Fingerprint(layout.Data), acknowledged.Count);
        if (!data.TryGetValue(key, out var fault))
        {
            data[key] = fault = DataPartition.Fault(disk.Bytes(layout.Data), acknowledged);
        }

        return fault;
    }

    private static bool HasRightSums(ReadOnlySpan<byte> kernel)
    {
        if (Ext2Files.Read(kernel, "SHA256SUMS") is not { } sums)
        {
            return false;
        }

        foreach (var line in Encoding.Latin1.GetString(sums).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var sum = line.Split("  ");
            if (sum.Length != 2 || Ext2Files.Read(kernel, sum[1]) is not { } file || Convert.ToHexStringLower(SHA256.HashData(file)) != sum[0])
            {
                return false;
            }
        }

        return sums.Length > 0;
    }

    private static bool RootVerifies(ReadOnlySpan<byte> kernel, ReadOnlySpan<byte> root)
    {
        var settings = Setting().Matches(Encoding.Latin1.GetString(Ext2Files.Read(kernel, "slot.cfg")!))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        return VerityTree.Verifies(
            root,
            int.Parse(settings["blocks"], CultureInfo.InvariantCulture),
            Convert.FromHexString(settings["hash"]),
            Convert.FromHexString(settings["salt"]));
    }

    [GeneratedRegex(@"hearth\.(blocks|hash|salt)=([0-9a-f]+)")]
    private static partial Regex Setting();
}
