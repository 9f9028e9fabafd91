using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Hearth.Release.Bundles;
using Hearth.Updates.Bundle;
using Xunit;

namespace Hearth.Tests.Updates.Bundle;

/// <summary>Deltas of programs: what moved is predicted, and whatever a delta says, nothing but a refusal comes of it.</summary>
public sealed class ProgramDeltaTests
{
    private const int Functions = 2500;

    private static readonly int[] Before = [.. Enumerable.Range(1, Functions)];

    // A few functions go, and a few that were not there come, wherever.
    private static readonly Gen<int[]> Edits =
        from gone in Gen.Choose(1, 300).ListOf()
        from come in Gen.Zip(Gen.Choose(0, 250), Gen.Choose(1000, 2000)).ListOf()
        select come.Aggregate(Enumerable.Range(1, 300).Except(gone).Append(300).Distinct().ToList(), (functions, one) =>
        {
            functions.Insert(Math.Min(one.Item1, functions.Count), functions.Contains(one.Item2) ? functions.Max() + 1 : one.Item2);
            return functions;
        }).ToArray();

    private static readonly Gen<byte[]> Noise = from seed in Gen.Choose(0, int.MaxValue) from size in Gen.Choose(0, 40_000) select TestRelease.Noise(seed, size);

    [Fact]
    public void A_program_that_is_linked_again_costs_a_fraction_of_what_it_costs_as_mere_bytes()
    {
        var (old, made) = (TestProgram.Link(Before), TestProgram.Link(Relinked()));

        var (program, bytes) = (DeltaMaker.Make(old, made)!, DeltaMaker.Make(Hidden(old), Hidden(made))!);

        Assert.Equal(made, DeltaTests.Apply(old, program, made.Length));
        Assert.Equal(Hidden(made), DeltaTests.Apply(Hidden(old), bytes, made.Length));
        // What is left is the new functions, and blocks that two sections share: those weigh less in a large program.
        Assert.True(program.Length * 2 < bytes.Length, $"{program.Length} bytes as a program, {bytes.Length} as bytes");
    }

    [Fact]
    public void A_program_that_lies_between_other_files_is_found()
    {
        byte[] between = [.. TestRelease.Noise(1, 3 * Blocks.Size), .. Padded(TestProgram.Link(Before)), .. TestRelease.Noise(2, 5 * Blocks.Size)];
        byte[] moved = [.. TestRelease.Noise(3, 7 * Blocks.Size), .. Padded(TestProgram.Link(Relinked())), .. TestRelease.Noise(2, 5 * Blocks.Size)];

        var stored = DeltaMaker.Make(between, moved)!;

        Assert.Equal(moved, DeltaTests.Apply(between, stored, moved.Length));
        Assert.InRange(stored.Length, 7 * Blocks.Size, (7 * Blocks.Size) + 12_000);
    }

    [Fact]
    public void Whatever_functions_come_and_go_the_program_comes_out() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(Gen.Two(Edits).ToArbitrary(), edits =>
        {
            var (old, made) = (TestProgram.Link(edits.Item1), TestProgram.Link(edits.Item2));
            return made.AsSpan().SequenceEqual(DeltaTests.Apply(old, DeltaMaker.Make(old, made)!, made.Length));
        }));

    [Fact]
    public void Whatever_is_broken_in_a_program_it_comes_out() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(Gen.Zip(Noise, Gen.Zip(Gen.Choose(0, 20_000), Gen.Choose(0, 64))).ToArbitrary(), input =>
        {
            var (noise, (at, header)) = input;
            var old = TestProgram.Link(Before[..200]);
            byte[] made = [.. old.AsSpan(0, at), .. noise, .. old.AsSpan(at)];
            (made[header], old[^(header + 1)]) = ((byte)(made[header] + 1), 0xFF);
            return made.AsSpan().SequenceEqual(DeltaTests.Apply(old, DeltaMaker.Make(old, made)!, made.Length));
        }));

    [Theory]
    [InlineData(16)] // where it is in memory
    [InlineData(40)] // its bytes there
    public void A_program_with_addresses_beyond_all_that_devices_take_comes_out_as_mere_bytes(int field)
    {
        var (old, made) = (TestProgram.Link(Before[..300]), TestProgram.Link(Before[50..320]));
        foreach (var program in (byte[][])[old, made])
        {
            // The highest byte of a field of the first program header (System V ABI, chapter 5).
            program[64 + field + 7] = 0x60;
        }

        Assert.Equal(made, DeltaTests.Apply(old, DeltaMaker.Make(old, made)!, made.Length));
    }

    [Fact]
    public void Any_layout_makes_the_range_or_is_refused()
    {
        var (old, made) = (TestProgram.Link(Before[..300]), TestProgram.Link(Before[50..320]));
        var (layout, rest) = Split(DeltaMaker.Make(old, made)!);
        var taken = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Gen.Zip(Gen.Choose(0, 400), Gen.Zip(Gen.Choose(0, 255), Gen.Choose(0, 400))).ToArbitrary(), change =>
        {
            var hostile = layout.ToArray();
            hostile[change.Item1 % hostile.Length] = (byte)change.Item2.Item1;
            hostile[change.Item2.Item2 % hostile.Length] ^= (byte)(change.Item1 % 2 * 0x81);
            var result = DeltaTests.Apply(old, Join(hostile, rest), made.Length);
            taken += result is null ? 0 : 1;
            return result is null || result.Length == made.Length;
        }));

        // Else it would be the reader alone that was tried.
        Assert.True(taken > 10, $"{taken} were taken");
    }

    private static List<int> Relinked()
    {
        List<int> functions = [.. Before];
        functions.InsertRange(100, [9001, 9002, 9003]);
        functions.Insert(1200, 9004);
        functions.RemoveRange(1800, 5);
        functions.Insert(2000, 9005);
        return functions;
    }

    // Not to be found any more.
    private static byte[] Hidden(byte[] program) => [0, .. program.AsSpan(1)];

    private static byte[] Padded(byte[] content) => [.. content, .. new byte[(Blocks.Size - (content.Length % Blocks.Size)) % Blocks.Size]];

    private static (byte[] Layout, byte[][] Others) Split(byte[] stored)
    {
        var rest = stored.AsSpan(DeltaPatch.Magic.Length);
        var lengths = new long[3];
        for (var i = 0; i < lengths.Length; i++)
        {
            Assert.True(VariableNumber.TryRead(rest, out lengths[i], out var size));
            rest = rest[size..];
        }

        var layout = new byte[1 << 20];
        Assert.True(System.IO.Compression.BrotliDecoder.TryDecompress(rest[..(int)lengths[0]], layout, out var length));
        return (layout[..length], [rest.Slice((int)lengths[0], (int)lengths[1]).ToArray(), rest[^(int)lengths[2]..].ToArray()]);
    }

    private static byte[] Join(byte[] layout, byte[][] rest)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write(DeltaPatch.Magic);
        byte[][] sections = [Compression.Compress(layout), .. rest];
        Array.ForEach(sections, section => VariableNumber.Write(output, section.Length));
        Array.ForEach(sections, section => output.Write(section));
        return output.WrittenSpan.ToArray();
    }
}
