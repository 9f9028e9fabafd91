using Hearth.Updates.Bundle;

namespace Hearth.Release.Bundles;

/// <summary>An image as its pieces.</summary>
internal static class CutImage
{
    /// <summary>Cuts as devices do; nothing is compressed yet.</summary>
    public static List<BundlePiece> Cut(ReadOnlyMemory<byte> data)
    {
        var (pieces, cutter, start) = (new List<BundlePiece>(), new ChunkCutter(), 0);
        for (var offset = 0; offset < data.Length; offset += Blocks.Size)
        {
            var cut = cutter.Append(data.Span.Slice(offset, Blocks.Size));
            if (cut.HasFlag(ChunkCut.Before))
            {
                End(offset);
            }

            if (cut.HasFlag(ChunkCut.After))
            {
                End(offset + Blocks.Size);
            }
        }

        if (start < data.Length)
        {
            End(data.Length);
        }

        return pieces;

        void End(int end)
        {
            var content = data.Span[start..end];
            pieces.Add(new BundlePiece(start, content.Length, Blocks.IsZero(content) ? null : ContentHash.Of(content), 0));
            start = end;
        }
    }
}
