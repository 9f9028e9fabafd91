using System.IO.Compression;

namespace Hearth.Release.Bundles;

/// <summary>Brotli at its best, as devices unpack it.</summary>
internal static class Compression
{
    private const int BestQuality = 11;

    // 4 MiB: what a device sets aside to unpack one section of a delta.
    private const int WindowBits = 22;

    public static byte[] Compress(ReadOnlySpan<byte> content)
    {
        var output = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
        return BrotliEncoder.TryCompress(content, output, out var size, BestQuality, WindowBits)
            ? output[..size]
            : throw new InvalidOperationException("Brotli does not keep to its own bound.");
    }
}
