using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.PowerCut;

/// <summary>The real GRUB with the product's grub.cfg against <see cref="BootChoice.Of"/>.</summary>
public sealed class BootLoaderTests
{
    private const int Sequence = 41;

    private static readonly bool[] EitherWay = [true, false];

    [Fact]
    public void GRUB_starts_the_slot_that_the_product_expects_in_every_state_of_record_block_and_slots() => Compare(
        from record in Records()
        from tries in AllTries()
        from a in EitherWay
        from b in EitherWay
        select new RecordState(Copy(record, 1), Copy(record, 2), Block(tries), a, b));

    [Fact]
    public void GRUB_takes_the_newer_copy_that_is_whole_as_the_product_does()
    {
        BootRecord older = new(Sequence, Slot.A, SlotState.Proven, SlotState.Unusable);
        BootRecord newer = new(Sequence + 1, Slot.B, SlotState.Proven, new(Good: false, Try: true));
        BootRecord?[] copies = [null, older, newer, newer with { Sequence = 100 }];
        Compare(
            from first in copies
            from second in copies
            select new RecordState(Copy(first, 1), Copy(second, 2), Block(TriesBlock.Empty), true, true));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void GRUB_finds_a_slot_whole_where_it_is(bool a, bool b)
    {
        var layout = SmallDisk.Layout;
        var version = SlotImages.Make(layout, seed: 1);
        var disk = SmallDisk.Make(version);
        version.Kernel.CopyTo(disk.AsSpan((int)layout.KernelB.Offset));
        // In the middle of a file of 200,000 random bytes: the file system around it is as it was.
        var middle = version.Kernel.AsSpan().IndexOf(Ext2Files.Read(version.Kernel, "vmlinuz").AsSpan(100_000, 64));
        disk[layout.KernelA.Offset + middle] ^= a ? (byte)0 : (byte)1;
        disk[layout.KernelB.Offset + middle] ^= b ? (byte)0 : (byte)1;
        BootRecord record = new(Sequence, Slot.B, SlotState.Proven, SlotState.Proven);
        Copy(record, 1).CopyTo(disk, layout.Copy1.Offset);
        using var loader = new BootLoader();

        var choice = loader.Start(disk, layout.Tries);

        Assert.Equal(BootChoice.Of(record, TriesBlock.Empty, slot => slot == Slot.A ? a : b), choice);
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

    private static byte[] Copy(BootRecord? record, int number)
    {
        var copy = new byte[BootRecordCopy.Size];
        BootRecordCopy.Encode(record ?? BootRecord.Factory, number, copy);
        copy[40] ^= record is null ? (byte)1 : (byte)0;
        return copy;
    }

    private static byte[] Block(TriesBlock? tries)
    {
        var block = new byte[TriesBlock.Size];
        (tries ?? TriesBlock.Empty).Encode(block);
        block[0] ^= tries is null ? (byte)1 : (byte)0;
        return block;
    }

    private static void Compare(IEnumerable<RecordState> states)
    {
        using var loader = new BootLoader();
        var (decided, differences) = loader.Decide(states);
        TestContext.Current.TestOutputHelper?.WriteLine($"GRUB decided {decided} states, {decided - differences.Count} as expected");
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
        Assert.True(decided > 0);
    }
}
