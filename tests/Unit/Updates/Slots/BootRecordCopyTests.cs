using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hearth.Tests.Tidy;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updates.Slots;

public sealed partial class BootRecordCopyTests
{
    private static readonly BootRecord Sample = new(27, Slot.B, SlotState.Proven, new(Good: false, Try: true));

    [Fact]
    public void A_copy_is_a_block_of_GRUBs_environment_and_a_line_of_sha256sum()
    {
        var copy = Encoded(Sample, number: 2);
        var lines = "# GRUB Environment Block\nSEQ=27\nORDER=B A\nA_OK=1\nA_TRY=0\nB_OK=0\nB_TRY=1\n";
        var sum = Convert.ToHexStringLower(SHA256.HashData(copy.AsSpan(0, 512)));

        Assert.Equal(lines.PadRight(512, '#'), Encoding.ASCII.GetString(copy, 0, 512));
        Assert.Equal($"{sum}  record2\n".PadRight(512, '\0'), Encoding.ASCII.GetString(copy, 512, 512));
    }

    [Fact]
    public void What_was_written_is_read_for_both_slots_and_every_state()
    {
        SlotState[] states = [new(false, false), new(false, true), new(true, false), new(true, true)];
        foreach (var (first, a, b) in from first in Enum.GetValues<Slot>() from a in states from b in states select (first, a, b))
        {
            BootRecord record = new(7, first, a, b);
            Assert.True(BootRecordCopy.TryDecode(Encoded(record, 1), 1, out var read));
            Assert.Equal(record, read);
        }
    }

    [Fact]
    public void A_copy_with_any_bit_of_record_or_sum_changed_is_refused()
    {
        var copy = Encoded(Sample, number: 1);
        for (var at = 0; at < 512 + 74; at++)
        {
            copy[at] ^= 1;
            Assert.False(BootRecordCopy.TryDecode(copy, 1, out _), $"byte {at}");
            copy[at] ^= 1;
        }
    }

    [Fact]
    public void A_copy_of_the_other_number_is_refused() =>
        Assert.False(BootRecordCopy.TryDecode(Encoded(Sample, number: 1), 2, out _));

    [Fact]
    public void The_builder_writes_the_record_of_a_new_card()
    {
        var stage = File.ReadAllText(Path.Combine(SourceTree.Root, "image-builder/stages/boot"));
        var words = FactoryBlock().Match(stage).Groups[1].Value.Replace("'ORDER=A B'", "ORDER=A B", StringComparison.Ordinal);
        var factory = Encoding.ASCII.GetString(Encoded(BootRecord.Factory, 1), 0, 512).Split('\n')[1..^1];

        Assert.Equal(words, string.Join(' ', factory));
    }

    private static byte[] Encoded(BootRecord record, int number)
    {
        var copy = new byte[BootRecordCopy.Size];
        BootRecordCopy.Encode(record, number, copy);
        return copy;
    }

    [GeneratedRegex(@"block (SEQ=.*) >record")]
    private static partial Regex FactoryBlock();
}
