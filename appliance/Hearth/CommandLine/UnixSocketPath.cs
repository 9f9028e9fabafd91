using System.Text;

namespace Hearth.CommandLine;

/// <summary>A path that can name a Unix socket.</summary>
internal static class UnixSocketPath
{
    /// <summary><c>sun_path</c> holds 108 bytes, one of them the terminating zero: unix(7).</summary>
    public const int MaxBytes = 107;

    /// <summary>Whether the kernel accepts a socket of this path.</summary>
    public static bool Fits(string path) => Encoding.UTF8.GetByteCount(path) <= MaxBytes;
}
