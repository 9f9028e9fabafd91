using System.Buffers.Binary;

namespace Hearth.Tests.Fuzz;

/// <summary>
/// Makes inputs out of a corpus, the same ones from the same seed: one to four changes of bits, bytes, numbers, runs
/// and lengths. Nothing is allocated, so that what is allocated is the parser's.
/// </summary>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus, int limit, ulong seed)
{
    // Where encodings turn: ends of ranges, TLV's markers, digits and separators of URIs and JSON.
    private static ReadOnlySpan<byte> Telling =>
    [
        0x00, 0x01, 0x02, 0x04, 0x05, 0x06, 0x07, 0x08, 0x1f, 0x20, 0x21, 0x7f, 0x80, 0xfc, 0xfd, 0xfe, 0xff,
        (byte)'%', (byte)'.', (byte)'/', (byte)'=', (byte)'0', (byte)'9', (byte)'"', (byte)'{', (byte)'}',
    ];

    private readonly byte[] input = new byte[limit];
    private ulong state = seed | 1;
    private int size;

    /// <summary>The next input; it lies here until the one after.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var origin = Pick();
        size = Math.Min(origin.Length, limit);
        origin.AsSpan(0, size).CopyTo(input);
        for (var changes = 1 + Below(4); changes > 0; changes--)
        {
            Change();
        }

        return input.AsSpan(0, size);
    }

    private void Change()
    {
        var at = Below(size + 1);
        switch (Below(9))
        {
            case 0 when at < size:
                input[at] ^= (byte)(1 << Below(8));
                break;
            case 1 when at < size:
                input[at] = (byte)Below(256);
                break;
            case 2 when at < size:
                input[at] = Telling[Below(Telling.Length)];
                break;
            case 3 when at < size:
                input[at] += (byte)(Below(2) == 0 ? 1 : 255);
                break;
            case 4:
                OverwriteNumber(at);
                break;
            case 5:
                size = at;
                break;
            case 6:
                Remove(at, 1 + Below(8));
                break;
            case 7:
                Insert(at, Telling[Below(Telling.Length)], 1 + Below(Below(16) == 0 ? 2000 : 4));
                break;
            default:
                Splice(at);
                break;
        }
    }

    // A TLV number of any width, often too large for what follows and sometimes 2^63 or more.
    private void OverwriteNumber(int at)
    {
        Span<byte> number = stackalloc byte[9];
        var width = 2 << Below(3);
        number[0] = width switch { 2 => 253, 4 => 254, _ => 255 };
        BinaryPrimitives.WriteUInt64BigEndian(number[1..], Draw() >> Below(64));
        number = number[..(width + 1)];
        number[..Math.Min(number.Length, size - at)].CopyTo(input.AsSpan(at));
    }

    private void Remove(int at, int count)
    {
        count = Math.Min(count, size - at);
        input.AsSpan(at + count, size - at - count).CopyTo(input.AsSpan(at));
        size -= count;
    }

    private void Insert(int at, byte value, int count)
    {
        count = MakeRoom(at, count);
        input.AsSpan(at, count).Fill(value);
    }

    private void Splice(int at)
    {
        var other = Pick();
        var start = Below(other.Length + 1);
        var count = MakeRoom(at, Below(other.Length - start + 1));
        other.AsSpan(start, count).CopyTo(input.AsSpan(at));
    }

    private int MakeRoom(int at, int count)
    {
        count = Math.Min(count, limit - size);
        input.AsSpan(at, size - at).CopyTo(input.AsSpan(at + count));
        size += count;
        return count;
    }

    private byte[] Pick() => corpus[Below(corpus.Count)];

    private int Below(int bound) => (int)(((Draw() >> 32) * (ulong)bound) >> 32);

    // xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled").
    private ulong Draw()
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return state * 0x2545f4914f6cdd1d;
    }
}
