using System.IO.Compression;
using Hearth.Updates.Bundle;

namespace Hearth.Release.Bundles;

/// <summary>Brotli at its best, as devices unpack it.</summary>
internal static class Compression
{
    private const int BestQuality = 11;

    private const int WindowBits = BrotliSection.MostWindowBits;

    public static byte[] Compress(ReadOnlySpan<byte> content)
    {
        var output = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
        return BrotliEncoder.TryCompress(content, output, out var size, BestQuality, WindowBits)
            ? output[..size]
            : throw new InvalidOperationException("Brotli does not keep to its own bound.");
    }
}
