using Hearth.Updates.Tuf;

namespace Hearth.Updating;

/// <summary>
/// The version that a timestamp says it has: the one by which it is named on the network, so that the same timestamp has the same
/// name wherever it lies. Nothing is verified.
/// </summary>
internal static class TimestampVersion
{
    private static readonly TufLimits Limits = new();

    /// <summary>Most bytes of a timestamp.</summary>
    public static int MostBytes => Limits.TimestampBytes;

    /// <summary>Reads it; null where it is no timestamp.</summary>
    public static ulong? Of(ReadOnlySpan<byte> file) =>
        file.Length <= MostBytes && Metadata.TryRead("timestamp.json", file, Limits.Values, out var metadata, out _) && metadata is TimestampMetadata
            ? (ulong)metadata.Version
            : null;

    /// <summary>Reads it from a file.</summary>
    public static ulong? OfFile(string path) => new FileInfo(path) is { Exists: true, Length: var length } && length <= MostBytes ? Of(File.ReadAllBytes(path)) : null;
}
