using System.Text.RegularExpressions;

namespace Hearth.Tests.PowerCut;

/// <summary>The data partition, as the appliance's next start leaves it: checked by the product's own script, then looked at.</summary>
internal static partial class DataPartition
{
    /// <summary>e2fsck: everything right, or put right.</summary>
    private const int Corrected = 1;

    /// <summary>Holes of this size stay holes: most of a new partition is empty.</summary>
    private const int Piece = 64 * 1024;

    /// <summary>The product's <c>check</c>, for the device and the log that the arguments name.</summary>
    private static readonly string Check = $"device=$1 log=$2\n{ProductsCheck()}\ncheck";

    /// <summary>What is wrong with it after the start; null where nothing is.</summary>
    /// <param name="partition">As the power cut left it.</param>
    /// <param name="acknowledged">What had been acknowledged as published by then.</param>
    public static string? Fault(ReadOnlySpan<byte> partition, IReadOnlyCollection<string> acknowledged)
    {
        using var folder = new TemporaryFolder();
        var image = folder.File("data.ext4");
        Write(image, partition);
        return Tool.Run("sh", "-c", Check, "check", image, folder.File("check.log")) is ( > 0, var why) ? $"the data partition is not mended: {why}"
            // What the start has no reason to look at, such as the room that is kept for growth, a full check mends.
            : Tool.Run("/usr/sbin/e2fsck", "-f", "-y", image) is ( > Corrected, var what) ? $"the data partition is damaged: {what}"
            : acknowledged.Count > 0 ? FaultOfShelf(image, folder, acknowledged)
            : null;
    }

    private static string? FaultOfShelf(string image, TemporaryFolder folder, IReadOnlyCollection<string> acknowledged)
    {
        Tool.Demand("/usr/sbin/debugfs", "-R", $"rdump /node {folder.Path}", image);
        return OwnersShelf.Fault(folder.File("node"), acknowledged);
    }

    private static void Write(string file, ReadOnlySpan<byte> bytes)
    {
        using var handle = File.OpenHandle(file, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.SetLength(handle, bytes.Length);
        for (var at = 0; at < bytes.Length; at += Piece)
        {
            var piece = bytes[at..Math.Min(at + Piece, bytes.Length)];
            if (piece.ContainsAnyExcept((byte)0))
            {
                RandomAccess.Write(handle, piece, at);
            }
        }
    }

    private static string ProductsCheck()
    {
        var script = File.ReadAllText(Path.Join(Repository.Root, "image-builder/rootfs/usr/lib/hearth/data"));
        var check = Function().Match(script) is { Success: true } found ? found.Value : throw new InvalidOperationException("the product's script has no check");
        return check.Replace("e2fsck", "/usr/sbin/e2fsck", StringComparison.Ordinal).Replace("/run/check.log", "\"$log\"", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^check\(\) \{\n.*?^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Function();
}
