using Hearth.Release.Bundles;
using Hearth.Updates.Bundle;

namespace Hearth.Tests.Updates.Bundle;

/// <summary>Releases with small images: packages' files, then a program, and a version in the root's first block.</summary>
internal static class TestRelease
{
    public const int ProgramSize = 400 * 1024;

    public static SlotContent Make(string version, byte[] program)
    {
        var data = new List<byte>();
        data.AddRange(Padded(System.Text.Encoding.ASCII.GetBytes($"version {version}")));
        for (var file = 1; file <= 20; file++)
        {
            data.AddRange(Padded(Noise(file, 9000 * file % 40_000)));
        }

        data.AddRange(Padded(program));
        data.AddRange(new byte[10 * Blocks.Size]);
        data.AddRange(Padded(Noise(99, 70_000)));
        var salt = Noise(7, HashTree.SaltSize);
        using var tree = new HashTree(data.Count, salt);
        var bytes = data.ToArray();
        // What tells a device where the tree begins: EROFS's magic and number of blocks.
        BitConverter.TryWriteBytes(bytes.AsSpan(1024), 0xE0F5E1E2);
        BitConverter.TryWriteBytes(bytes.AsSpan(1024 + 36), bytes.Length / Blocks.Size);
        for (var i = 0; i < bytes.Length; i += Blocks.Size)
        {
            tree.Append(bytes.AsSpan(i, Blocks.Size));
        }

        byte[] kernel = [.. Noise(1000, 300 * 1024), .. new byte[50 * Blocks.Size], .. Padded(System.Text.Encoding.ASCII.GetBytes($"root of {version}"))];
        return new SlotContent(kernel, [.. bytes, .. tree.Finish(out _)], bytes.Length, salt);
    }

    /// <summary>Bytes that do not compress, the same from the same seed.</summary>
    public static byte[] Noise(int seed, int size)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A program, and the same one after a change: some bytes come in, and addresses after them move.</summary>
    public static byte[] Changed(byte[] program, int at, int inserted)
    {
        byte[] changed = [.. program.AsSpan(0, at), .. Noise(at, inserted), .. program.AsSpan(at, program.Length - at - inserted)];
        for (var i = at + inserted; i < changed.Length; i += 97)
        {
            changed[i] += 3;
        }

        return changed;
    }

    private static byte[] Padded(byte[] content) => [.. content, .. new byte[(Blocks.Size - (content.Length % Blocks.Size)) % Blocks.Size]];
}
