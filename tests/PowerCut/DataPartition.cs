namespace Hearth.Tests.PowerCut;

/// <summary>The data partition, judged by ext4's own tools.</summary>
internal static class DataPartition
{
    /// <summary>e2fsck: everything right, or put right by replaying the journal.</summary>
    private const int Corrected = 1;

    /// <summary>What is wrong with it after its journal was replayed; null where nothing is.</summary>
    public static string? Fault(ReadOnlySpan<byte> partition)
    {
        using var folder = new TemporaryFolder();
        var image = folder.File("data.ext4");
        File.WriteAllBytes(image, partition);
        // Everything is looked at; mended is only what the journal says, and what is safe.
        return Tool.Run("/usr/sbin/e2fsck", "-f", "-p", image) is ( > Corrected, var why) ? $"the data partition is damaged: {why}"
            : Tool.Run("/usr/sbin/e2fsck", "-f", "-n", image) is ( > 0, var what) ? $"the data partition is damaged: {what}"
            : null;
    }
}
