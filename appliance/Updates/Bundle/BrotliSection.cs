using System.Buffers;
using System.IO.Compression;

namespace Hearth.Updates.Bundle;

/// <summary>Brotli (RFC 7932) that is taken out piece by piece.</summary>
public sealed class BrotliSection(ReadOnlyMemory<byte> stored) : IDisposable
{
    /// <summary>The most that the decoder looks back, as a power of two: it holds so many bytes of what it made.</summary>
    public const int MostWindowBits = 20;

    /// <summary>
    /// Bytes of a decoder's tables beside its window, as the release tool packs. What is packed to be large has three trees for each
    /// of 256 contexts and block types, of 2.7 MB: a chunk may, which needs no room for a delta.
    /// </summary>
    public const int TableBytes = 256 * 1024;

    private BrotliDecoder decoder;
    private ReadOnlyMemory<byte> rest = stored;

    /// <summary>Whether its window is one that is taken (section 9.1: the first bits say it).</summary>
    public static bool HasSmallWindow(ReadOnlySpan<byte> stored) => !stored.IsEmpty && WindowBits(stored[0]) <= MostWindowBits;

    /// <summary>Fills a buffer; false where it ends before, or is no Brotli.</summary>
    public bool TryRead(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var status = decoder.Decompress(rest.Span, buffer, out var consumed, out var written);
            rest = rest[consumed..];
            buffer = buffer[written..];
            if (written == 0 && status != OperationStatus.DestinationTooSmall)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads a <see cref="VariableNumber"/>.</summary>
    public bool TryReadNumber(out long number)
    {
        Span<byte> digits = stackalloc byte[VariableNumber.MostBytes];
        number = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            if (!TryRead(digits.Slice(i, 1)))
            {
                return false;
            }

            if (digits[i] < 0x80)
            {
                return VariableNumber.TryRead(digits[..(i + 1)], out number, out _);
            }
        }

        return false;
    }

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd()
    {
        Span<byte> beyond = stackalloc byte[1];
        var status = decoder.Decompress(rest.Span, beyond, out var consumed, out var written);
        return status == OperationStatus.Done && written == 0 && consumed == rest.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => decoder.Dispose();

    private static int WindowBits(byte first) => (first & 1, first >> 1 & 7, first >> 4 & 7) switch
    {
        (0, _, _) => 16,
        (_, > 0 and var more, _) => 17 + more,
        (_, _, 0) => 17,
        (_, _, 1) => int.MaxValue,
        (_, _, var few) => 8 + few,
    };
}
