using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Hearth.Updates.Bundle;

/// <summary>
/// What a bundle is made of: both images as pieces, and deltas from earlier releases. Signed metadata names its hash, and it
/// names everything else by hash.
/// </summary>
/// <param name="Board">The board that it is for, <c>vendor/board</c>.</param>
/// <param name="Version">The version of the software.</param>
/// <param name="Root">The root's image.</param>
/// <param name="Kernel">The kernel's image.</param>
/// <param name="Deltas">From earlier releases.</param>
public sealed record BundleManifest(string Board, string Version, BundleImage Root, BundleImage Kernel, IReadOnlyList<BundleDelta> Deltas)
{
    internal static ReadOnlySpan<byte> Magic => "HEARTHB1"u8;

    // What compression may add to a chunk that it cannot make smaller.
    internal const int MostOverhead = 64;

    internal const int MostNameBytes = 64;

    /// <summary>Both images, in the order in which they are written.</summary>
    public IReadOnlyList<BundleImage> Images => [Root, Kernel];

    /// <summary>Reads a manifest; hostile bytes are refused with a reason.</summary>
    /// <param name="input">All of it.</param>
    /// <param name="limits">What is taken at most.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="refusal">Why there is none.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> input, BundleLimits limits,
        [NotNullWhen(true)] out BundleManifest? manifest, [NotNullWhen(false)] out BundleRefusal? refusal)
    {
        var reader = new ManifestReader(input, limits);
        manifest = reader.Read();
        refusal = reader.Refusal ?? (manifest is null ? new BundleRefusal(BundleFault.UnknownFormat, "it is no manifest") : null);
        manifest = refusal is null ? manifest : null;
        return refusal is null;
    }

    /// <summary>The form in which it is published.</summary>
    public byte[] Encode()
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write(Magic);
        WriteName(output, Board);
        WriteName(output, Version);
        WriteImage(output, Root);
        WriteImage(output, Kernel);
        VariableNumber.Write(output, Deltas.Count);
        foreach (var delta in Deltas)
        {
            WriteDelta(output, delta);
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteName(ArrayBufferWriter<byte> output, string name)
    {
        VariableNumber.Write(output, name.Length);
        Encoding.ASCII.GetBytes(name, output);
    }

    private static void WriteImage(ArrayBufferWriter<byte> output, BundleImage image)
    {
        WriteBlocks(output, image.Length);
        output.Write(image.Hash.Digest);
        VariableNumber.Write(output, image.TreeSalt is null ? 0 : 1);
        output.Write((image.TreeSalt ?? default).Span);
        VariableNumber.Write(output, image.Pieces.Count);
        foreach (var piece in image.Pieces)
        {
            VariableNumber.Write(output, (piece.Length / Blocks.Size << 1) | (piece.Hash is null ? 0u : 1u));
            if (piece.Hash is { } hash)
            {
                output.Write(hash.Digest);
                VariableNumber.Write(output, piece.StoredLength);
            }
        }
    }

    private static void WriteDelta(ArrayBufferWriter<byte> output, BundleDelta delta)
    {
        VariableNumber.Write(output, (int)delta.Image);
        WriteBlocks(output, delta.OldOffset);
        WriteBlocks(output, delta.OldLength);
        output.Write(delta.OldHash.Digest);
        WriteBlocks(output, delta.NewOffset);
        WriteBlocks(output, delta.NewLength);
        output.Write(delta.NewHash.Digest);
        VariableNumber.Write(output, delta.StoredLength);
        output.Write(delta.StoredHash.Digest);
    }

    private static void WriteBlocks(ArrayBufferWriter<byte> output, long bytes) => VariableNumber.Write(output, bytes / Blocks.Size);
}
