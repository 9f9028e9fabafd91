using Hearth.Release.Bundles;
using Hearth.Tests.Updates.Bundle;
using Hearth.Updates.Bundle;

namespace Hearth.Tests.Release;

/// <summary>What the image builder leaves, small.</summary>
internal static class TestImages
{
    private static readonly byte[] Program = TestRelease.Noise(50, TestRelease.ProgramSize);

    public static void Write(string folder, string version)
    {
        var content = TestRelease.Make(version, TestRelease.Changed(Program, 100_000, 100 + version[0]));
        foreach (var (file, bytes) in new[] { (SlotContent.KernelFile, content.Kernel), (SlotContent.RootFile, content.Root) })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(folder, file))!);
            File.WriteAllBytes(Path.Join(folder, file), bytes);
        }

        File.WriteAllText(Path.Join(folder, "root/verity"), $"blocks={content.RootDataLength / Blocks.Size}\nsalt={Convert.ToHexStringLower(content.RootSalt)}\nhash=00\n");
    }
}
