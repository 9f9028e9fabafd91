using System.Buffers.Binary;
using Hearth.Updates.Bundle;
using Hearth.Updates.Slots;

namespace Hearth.Tests.Fuzz.Parsers;

/// <summary>
/// The layout of a program's delta, and what is predicted by it (appliance/Updates/Bundle/AddressMap.cs and
/// appliance/Updates/Bundle/OperandScan.cs). Inputs are wrapped in Brotli's stored form, so that what is changed arrives.
/// </summary>
internal static class ProgramDeltaParsers
{
    private const int MostBytes = 2000;
    private const int OldLength = (2 * Blocks.Size) + 1000;
    private const int NewLength = 400;
    private const long OldAddress = 0x10000, NewAddress = 0x20000;

    private static readonly byte[] Old = NewProgram();
    private static readonly byte[] Differences = Stored(new byte[NewLength]);
    private static readonly byte[] Insertions = Stored([.. Enumerable.Range(0, NewLength).Select(i => (byte)i)]);

    public static IReadOnlyList<Parser> All { get; } =
    [
        // Each takes the time of three decoders.
        new("Bundle delta of a program", "appliance/Updates/Bundle/DeltaLayout.cs", ReadDelta, Layouts) { AllocationLimit = 128 * 1024, InputLimit = MostBytes, Share = 4 },
    ];

    // Every kind of operand, sections with bytes and without, old bytes that are taken twice and not at all.
    private static byte[][] Layouts
    {
        get
        {
            DeltaSection[] sections =
            [
                new(true, 0, OldAddress, 5000, 16, NewAddress),
                new(true, 5000, OldAddress + 8192, 3000, 200, NewAddress + 8192),
                new(false, 0, OldAddress + 20_000, 500, 0, NewAddress + 20_100),
            ];
            DeltaInstruction[] across = [new(0, 90, 10), new(Blocks.Size - 50, 100, 0), new(2 * Blocks.Size, 150, 50)];
            DeltaInstruction[] again = [new(2 * Blocks.Size, 200, 1), new(2 * Blocks.Size + 100, 100, 0), new(Blocks.Size, 99, 0)];
            return
            [
                new DeltaLayout(sections, [OperandKind.X64Code, OperandKind.Pointers, OperandKind.Frames], across).Encode(),
                new DeltaLayout(sections, [OperandKind.PointersAndOffsets, OperandKind.Offsets, OperandKind.FrameIndex], again).Encode(),
                new DeltaLayout(sections[..1], [OperandKind.None, OperandKind.None, OperandKind.X64Code], again).Encode(),
                new DeltaLayout([], [], across).Encode(),
            ];
        }
    }

    private static bool ReadDelta(ReadOnlySpan<byte> input)
    {
        var layout = Stored(input);
        byte[] stored = [.. DeltaPatch.Magic, .. Number(layout.Length), .. Number(Differences.Length), .. Number(Insertions.Length), .. layout, .. Differences, .. Insertions];
        var hash = ContentHash.Of([]);
        var delta = new BundleDelta(SlotPart.Root, 0, OldLength, hash, 0, NewLength, hash, stored.Length, hash);
        if (!DeltaPatch.TryOpen(delta, stored, new OldProgram(), out var patch))
        {
            return false;
        }

        using (patch)
        {
            var (made, buffer) = (0, new byte[64]);
            while (patch.TryRead(buffer, out var size))
            {
                made += size;
                if (size == 0)
                {
                    return made == NewLength ? true : throw new InvalidOperationException($"{made} bytes came out, of {NewLength}.");
                }
            }

            // There are differences and insertions for any layout that is taken.
            throw new InvalidOperationException("A layout was taken that leads nowhere.");
        }
    }

    // Calls; then addresses; then frames' records: all lead into the program.
    private static byte[] NewProgram()
    {
        var program = new byte[OldLength];
        for (var at = 0; at + 8 <= Blocks.Size; at += 8)
        {
            program[at] = 0xE8;
            BinaryPrimitives.WriteInt32LittleEndian(program.AsSpan(at + 1), 300);
            BinaryPrimitives.WriteInt64LittleEndian(program.AsSpan(Blocks.Size + at), OldAddress + (5 * at));
        }

        for (var at = 2 * Blocks.Size; at + 32 <= OldLength; at += 32)
        {
            int[] record = [28, 8, -1000, 40, 4, -300, 700, 8];
            for (var i = 0; i < record.Length; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(program.AsSpan(at + (i * sizeof(int))), record[i]);
            }
        }

        return program;
    }

    // RFC 7932: a window of 64 KB, one block that is not compressed, and an empty last one (sections 9.1 and 9.2).
    private static byte[] Stored(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            return [0x06];
        }

        var header = ((content.Length - 1) << 4) | (1 << 20);
        return [(byte)header, (byte)(header >> 8), (byte)(header >> 16), .. content, 0x03];
    }

    // Written in two bytes at most, as VariableNumber has them.
    private static byte[] Number(int number) => number < 0x80 ? [(byte)number] : [(byte)(number | 0x80), (byte)(number >> 7)];

    private sealed class OldProgram : ISlotReader
    {
        public bool TryRead(SlotSide side, SlotPart image, long offset, Span<byte> buffer)
        {
            Old.AsSpan((int)offset, buffer.Length).CopyTo(buffer);
            return true;
        }
    }
}
