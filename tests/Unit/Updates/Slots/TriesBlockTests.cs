using System.Text;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updates.Slots;

public sealed class TriesBlockTests
{
    [Fact]
    public void What_was_noted_is_read()
    {
        foreach (var block in new TriesBlock[] { TriesBlock.Empty, new(5, null), new(null, Slot.B), new(123456789, Slot.A) })
        {
            var sector = new byte[TriesBlock.Size];
            block.Encode(sector);
            Assert.Equal(block, TriesBlock.Decode(sector));
        }
    }

    [Theory]
    [InlineData("TRY_SEQ=5\nTRY_END=5\n", true)]
    [InlineData("", true)]
    [InlineData("TRY_SEQ=5\n", false)]
    [InlineData("TRY_SEQ=5\nTRY_END=4\n", false)]
    public void A_block_whose_two_numbers_differ_is_unreadable(string lines, bool isReadable) =>
        Assert.Equal(isReadable, TriesBlock.Decode(Sector(lines)) is not null);

    [Fact]
    public void A_block_without_its_first_line_is_unreadable()
    {
        Assert.Null(TriesBlock.Decode(new byte[TriesBlock.Size]));
        Assert.Null(TriesBlock.Decode(Sector("TRY_SEQ=5\nTRY_END=5\n")[1..].Append((byte)'#').ToArray()));
    }

    [Fact]
    public void The_last_line_of_a_name_holds()
    {
        Assert.Equal(6, TriesBlock.Decode(Sector("TRY_SEQ=5\nTRY_END=6\nTRY_SEQ=6\n"))!.Begun);
    }

    // Torn in its last line, as a PC's was in an emulated power cut: GRUB read it, and could never again note a trial in it.
    [Theory]
    [InlineData("STARTED=1\nTRY_S", 400, false)]
    [InlineData("STARTED=1\n", 21, true)]
    [InlineData("STARTED=1\n", 20, false)]
    [InlineData("STARTED=1\n", 0, false)]
    public void A_block_in_which_nothing_more_can_be_noted_is_unreadable(string lines, int room, bool isReadable)
    {
        var block = Encoding.ASCII.GetBytes($"# GRUB Environment Block\n{new string('#', TriesBlock.Size - 26 - lines.Length - room)}\n{lines}{new string('#', room)}");
        Assert.Equal(TriesBlock.Size, block.Length);
        Assert.Equal(isReadable, TriesBlock.Decode(block) is not null);
    }

    private static byte[] Sector(string lines) =>
        Encoding.ASCII.GetBytes($"# GRUB Environment Block\n{lines}".PadRight(TriesBlock.Size, '#'));
}
