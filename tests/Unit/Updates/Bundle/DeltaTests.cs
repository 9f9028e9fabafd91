using System.Buffers;
using Hearth.Release.Bundles;
using Hearth.Updates.Bundle;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updates.Bundle;

public sealed class DeltaTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void What_is_made_is_what_was_given(int seed)
    {
        var random = new Random(seed);
        var old = TestRelease.Noise(seed, random.Next(1, 300_000));
        var made = old.ToArray();
        for (var i = 0; i < 6; i++)
        {
            var (at, size) = (random.Next(made.Length), random.Next(5000));
            made = random.Next(3) switch
            {
                0 => [.. made.AsSpan(0, at), .. TestRelease.Noise(at, size), .. made.AsSpan(at)],
                1 => [.. made.AsSpan(0, at), .. made.AsSpan(Math.Min(made.Length, at + size))],
                _ => [.. made.AsSpan(at), .. made.AsSpan(0, at)],
            };
        }

        Assert.Equal(made, Apply(old, DeltaMaker.Make(old, made)!, made.Length));
    }

    [Theory]
    [InlineData("", "banana")]
    [InlineData("banana", "banana")]
    [InlineData("banana", "nab")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaabaaaaaaaaaaaaaaaaaa")]
    [InlineData("abracadabra abracadabra", "cadabra abra abracadabra abracadabra")]
    public void Texts_come_out_too(string old, string made) =>
        Assert.Equal(made, System.Text.Encoding.ASCII.GetString(Apply(Ascii(old), DeltaMaker.Make(Ascii(old), Ascii(made))!, made.Length)!));

    [Theory]
    [InlineData("mississippi")]
    [InlineData("banana")]
    [InlineData("aaaaa")]
    [InlineData("a")]
    public void The_longest_match_is_found(string text)
    {
        var suffixes = new SuffixArray(Ascii(text));
        foreach (var pattern in (string[])["ssip", "ana", "nan", "aaa", "issi", "mississippi and more", "zebra", text])
        {
            var expected = Enumerable.Range(0, text.Length).Max(i => Ascii(text).AsSpan(i).CommonPrefixLength(Ascii(pattern)));

            var length = suffixes.FindLongest(Ascii(pattern), out var position);

            Assert.Equal(expected, length);
            Assert.Equal(pattern[..length], text.Substring(position, length));
        }
    }

    [Fact]
    public void Code_whose_addresses_moved_costs_little()
    {
        var old = TestRelease.Noise(1, TestRelease.ProgramSize);
        var made = TestRelease.Changed(old, 100_000, 500);

        // Each ninety-seventh byte differs; a copy of what is the same would bring some three thousand pieces.
        Assert.InRange(DeltaMaker.Make(old, made)!.Length, 500, 6000);
    }

    [Theory]
    [InlineData(1, 100, 0)]
    [InlineData(-1, 50, 50)]
    [InlineData(0, 101, 0)]
    [InlineData(0, 0, 101)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 50, 49)]
    [InlineData(51, 50, 50)]
    [InlineData(long.MaxValue / 2, 50, 50)]
    [InlineData(0, long.MaxValue, long.MaxValue)]
    public void An_instruction_that_leads_outside_is_refused(long move, long add, long insert) =>
        Assert.Null(Apply(new byte[100], Object(Instruction(move, add, insert), new byte[200], new byte[200]), 100));

    [Fact]
    public void The_same_object_with_an_instruction_that_leads_nowhere_wrong_is_taken() =>
        Assert.NotNull(Apply(new byte[100], Object(Instruction(50, 50, 50), new byte[200], new byte[200]), 100));

    [Theory]
    [InlineData(true, "0 1 0 50 50")]
    [InlineData(true, "1 1 0 1000 100 0 1000 1 1 1 0 50 50")] // one section, one block of code
    [InlineData(false, "1 1 0 1000 100 0 1000 7 1 1 0 50 50")] // an unknown kind
    [InlineData(false, "1 1 0 1000 100 0 1000 1 0 1 0 50 50")] // a run of no blocks
    [InlineData(false, "1 1 0 1000 100 0 1000 1 2 1 0 50 50")] // a run of more blocks than there are
    [InlineData(false, "1 2 0 1000 100 0 1000 1 1 1 0 50 50")] // a section that is neither there nor not
    [InlineData(false, "1 1 0 4611686018427387903 100 0 1000 1 1 1 0 50 50")] // an address beyond all
    [InlineData(false, "0 1 0 50 50 0")] // more behind the end
    [InlineData(false, "0 2 0 50 0 50 0 0")] // an instruction that makes nothing
    [InlineData(false, "0 101 0 50 50")]
    [InlineData(false, "65 1 0 50 50")]
    public void A_layout_that_is_none_is_refused(bool isTaken, string numbers) =>
        Assert.Equal(isTaken, Apply(new byte[100], Object(Numbers([.. numbers.Split(' ').Select(long.Parse)]), new byte[50], new byte[50]), 100) is not null);

    [Fact]
    public void More_sections_or_instructions_than_a_device_has_room_for_are_refused()
    {
        var most = DeltaLayout.MostInstructions;
        long[] section = [1, 0, 0, 0, 0, 0];

        Assert.NotNull(Apply([0], Object(Numbers([0, most, .. new long[2 * most], .. Enumerable.Repeat(1L, most)]), [], new byte[most]), most));
        Assert.Null(Apply([0], Object(Numbers([0, most + 1, .. new long[2 * (most + 1)], .. Enumerable.Repeat(1L, most + 1)]), [], new byte[most + 1]), most + 1));
        Assert.NotNull(Apply([0], Object(Numbers([64, .. Enumerable.Repeat(section, 64).SelectMany(numbers => numbers), 0, 1, 1, 0, 1, 0]), [0], []), 1));
        Assert.Null(Apply([0], Object(Numbers([65, .. Enumerable.Repeat(section, 65).SelectMany(numbers => numbers), 0, 1, 1, 0, 1, 0]), [0], []), 1));
    }

    [Fact]
    public void Sections_that_end_early_are_refused()
    {
        Assert.Null(Apply(new byte[100], Object(Instruction(0, 50, 50), new byte[49], new byte[50]), 100));
        Assert.Null(Apply(new byte[100], Object(Instruction(0, 50, 50), new byte[50], new byte[49]), 100));
        Assert.Null(Apply(new byte[100], Object([], new byte[50], new byte[50]), 100));
    }

    [Fact]
    public void An_object_of_another_kind_is_none()
    {
        var whole = DeltaMaker.Make([1, 2, 3], [1, 2, 3])!;

        Assert.Null(Apply([1, 2, 3], [0, .. whole.AsSpan(1)], 3));
        Assert.Null(Apply([1, 2, 3], [.. whole, 0], 3));
        Assert.Null(Apply([1, 2, 3], whole[..^1], 3));
    }

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    // A layout of no program and one instruction.
    private static byte[] Instruction(long move, long add, long insert) => Numbers(0, 1, VariableNumber.FoldSign(move), add, insert);

    private static byte[] Numbers(params long[] numbers)
    {
        var output = new ArrayBufferWriter<byte>();
        Array.ForEach(numbers, number => VariableNumber.Write(output, number));
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Object(params byte[][] sections)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write(DeltaPatch.Magic);
        var stored = sections.Select(section => Compression.Compress(section)).ToList();
        stored.ForEach(section => VariableNumber.Write(output, section.Length));
        stored.ForEach(section => output.Write(section));
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Makes the new bytes as a device does; null where the delta is refused.</summary>
    internal static byte[]? Apply(byte[] old, byte[] stored, int length)
    {
        var nothing = ContentHash.Of([]);
        var delta = new BundleDelta(SlotPart.Root, 0, old.Length, nothing, 0, length, nothing, stored.Length, nothing);
        if (!DeltaPatch.TryOpen(delta, stored, new OldBytes(old), out var patch))
        {
            return null;
        }

        using (patch)
        {
            var made = new List<byte>();
            var buffer = new byte[777];
            while (patch.TryRead(buffer, out var size))
            {
                made.AddRange(buffer.AsSpan(0, size));
                if (size == 0)
                {
                    return [.. made];
                }
            }

            return null;
        }
    }

    private sealed class OldBytes(byte[] old) : ISlotReader
    {
        public bool TryRead(SlotSide side, SlotPart image, long offset, Span<byte> buffer)
        {
            if (offset < 0 || offset + buffer.Length > old.Length)
            {
                return false;
            }

            old.AsSpan((int)offset, buffer.Length).CopyTo(buffer);
            return true;
        }
    }
}
