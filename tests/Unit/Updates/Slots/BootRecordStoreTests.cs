using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updates.Slots;

public sealed class BootRecordStoreTests
{
    private static readonly BootRecord Next = BootRecord.Factory.Next(Slot.B, Slot.B, new(Good: false, Try: true));

    private readonly MemoryDevice copy1 = new(BootRecordCopy.Size);
    private readonly MemoryDevice copy2 = new(BootRecordCopy.Size);
    private readonly MemoryDevice tries = new(TriesBlock.Size);
    private readonly BootRecordStore store;

    public BootRecordStoreTests()
    {
        store = new(copy1, copy2, tries);
        store.Write(BootRecord.Factory);
        TriesBlock.Empty.Encode(tries.Bytes);
    }

    [Fact]
    public void A_record_holds_from_its_first_copy_on_and_is_then_in_both()
    {
        copy1.WritesLeft = 0;
        copy2.WritesLeft = 1;
        Assert.Throws<IOException>(() => store.Write(Next));
        Assert.Equal(Next, store.Read());

        copy1.WritesLeft = int.MaxValue;
        store.Mend();
        Assert.True(BootRecordCopy.TryDecode(copy1.Bytes, 1, out var mended));
        Assert.Equal(Next, mended);
    }

    [Fact]
    public void The_newest_copy_is_written_last()
    {
        copy1.WritesLeft = 1;
        copy2.WritesLeft = 0;
        Assert.Throws<IOException>(() => store.Write(Next));
        Assert.Equal(BootRecord.Factory, store.Read());
    }

    [Fact]
    public void A_copy_that_does_not_hold_what_was_written_is_an_error_and_the_other_stays()
    {
        copy2.BadByte = 30;
        Assert.Throws<IOException>(() => store.Write(Next));
        Assert.Equal(BootRecord.Factory, store.Read());
    }

    [Fact]
    public void With_one_copy_torn_the_other_holds_and_mending_makes_both_whole()
    {
        copy2.Bytes[30] ^= 1;
        Assert.Equal(BootRecord.Factory, store.Read());
        store.Mend();
        Assert.True(BootRecordCopy.TryDecode(copy2.Bytes, 2, out _));
    }

    [Fact]
    public void With_both_copies_torn_nothing_is_known_and_mending_invents_nothing()
    {
        copy1.Bytes[30] ^= 1;
        copy2.Bytes[30] ^= 1;
        store.Mend();
        Assert.Equal(BootRecord.Unknown, store.Read());
    }

    [Fact]
    public void The_boot_loaders_block_is_written_only_where_it_cannot_be_read()
    {
        new TriesBlock(5, Slot.A).Encode(tries.Bytes);
        store.Mend();
        Assert.Equal(new TriesBlock(5, Slot.A), store.ReadTries());

        tries.Bytes[0] ^= 1;
        store.Mend();
        Assert.Equal(TriesBlock.Empty, store.ReadTries());

        tries.Bytes[^1] ^= 1;
        store.Mend();
        Assert.Equal((byte)'#', tries.Bytes[^1]);
    }
}
