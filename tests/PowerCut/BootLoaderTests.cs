using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.PowerCut;

/// <summary>The real GRUB with the product's grub.cfg against <see cref="BootChoice.Of"/>.</summary>
public sealed class BootLoaderTests
{
    private const int Sequence = 41;

    private static readonly DiskLayout Layout = SmallDisk.Layout;
    private static readonly SlotImages Version = SlotImages.Make(Layout, seed: 1);
    private static readonly byte[] Filled = FillBoth();

    [Fact]
    public void GRUB_starts_the_slot_that_the_product_expects_in_every_state_of_record_block_and_slots()
    {
        var expected =
            from record in Records()
            from tries in AllTries()
            from whole in new Slot[][] { [Slot.A, Slot.B], [Slot.A], [Slot.B], [] }
            select (Disk: DiskWith(record, record, tries, whole), Choice: BootChoice.Of(record, tries, slot => whole.Contains(slot)));
        Compare(expected);
    }

    [Fact]
    public void GRUB_takes_the_newer_copy_that_is_whole_as_the_product_does()
    {
        BootRecord older = new(Sequence, Slot.A, SlotState.Proven, SlotState.Unusable);
        BootRecord newer = new(Sequence + 1, Slot.B, SlotState.Proven, new(Good: false, Try: true));
        BootRecord?[] copies = [null, older, newer, newer with { Sequence = 100 }];
        var expected =
            from first in copies
            from second in copies
            let newest = second?.Sequence > (first?.Sequence ?? 0) ? second : first
            select (
                Disk: DiskWith(first, second, TriesBlock.Empty, [Slot.A, Slot.B]),
                Choice: BootChoice.Of(newest, TriesBlock.Empty, _ => true));
        Compare(expected);
    }

    private static IEnumerable<BootRecord> Records() =>
        from first in Enum.GetValues<Slot>()
        from a in States()
        from b in States()
        select new BootRecord(Sequence, first, a, b);

    private static SlotState[] States() => [new(false, false), new(false, true), new(true, false), new(true, true)];

    // Unreadable; nothing begun, another trial, this one; and which slot was the last in a rescue.
    private static IEnumerable<TriesBlock?> AllTries() =>
        (from begun in new int?[] { null, Sequence - 1, Sequence }
         from last in new Slot?[] { null, Slot.A, Slot.B }
         select new TriesBlock(begun, last)).Prepend(null);

    private static byte[] DiskWith(BootRecord? first, BootRecord? second, TriesBlock? tries, Slot[] whole)
    {
        var disk = Filled.ToArray();
        var middleOfKernel = Ext2Files.Read(Version.Kernel, "vmlinuz").AsSpan(100_000, 64);
        foreach (var slot in Enum.GetValues<Slot>().Except(whole))
        {
            // In the middle of a file of 200,000 random bytes: the file system around it is as it was.
            disk[Layout.Kernel(slot).Offset + Version.Kernel.AsSpan().IndexOf(middleOfKernel)] ^= 1;
        }

        Put(first, 1, disk.AsSpan((int)Layout.Copy1.Offset, BootRecordCopy.Size));
        Put(second, 2, disk.AsSpan((int)Layout.Copy2.Offset, BootRecordCopy.Size));
        var block = disk.AsSpan((int)Layout.Tries.Offset, TriesBlock.Size);
        (tries ?? TriesBlock.Empty).Encode(block);
        block[0] ^= tries is null ? (byte)1 : (byte)0;
        return disk;
    }

    private static byte[] FillBoth()
    {
        var disk = SmallDisk.Make(Version);
        Version.Kernel.CopyTo(disk.AsSpan((int)Layout.KernelB.Offset));
        return disk;
    }

    private static void Put(BootRecord? record, int number, Span<byte> copy)
    {
        BootRecordCopy.Encode(record ?? BootRecord.Factory, number, copy);
        copy[40] ^= record is null ? (byte)1 : (byte)0;
    }

    private static void Compare(IEnumerable<(byte[] Disk, BootChoice Choice)> expected)
    {
        using var loader = new BootLoader();
        var compared = 0;
        foreach (var (disk, choice) in expected)
        {
            Assert.Equal(choice, loader.Start(disk, Layout.Tries));
            compared++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"GRUB decided {compared} states as expected");
        Assert.True(compared > 0);
    }
}
