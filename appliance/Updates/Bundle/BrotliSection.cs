using System.Buffers;
using System.IO.Compression;

namespace Hearth.Updates.Bundle;

/// <summary>Brotli (RFC 7932) that is taken out piece by piece.</summary>
internal sealed class BrotliSection(ReadOnlyMemory<byte> stored) : IDisposable
{
    private BrotliDecoder decoder;
    private ReadOnlyMemory<byte> rest = stored;

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

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd()
    {
        Span<byte> beyond = stackalloc byte[1];
        var status = decoder.Decompress(rest.Span, beyond, out var consumed, out var written);
        return status == OperationStatus.Done && written == 0 && consumed == rest.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => decoder.Dispose();
}
