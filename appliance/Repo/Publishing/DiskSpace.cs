using Hearth.Repo.Storage;

namespace Hearth.Repo.Publishing;

/// <summary>Tells a full disk from other failures.</summary>
internal static class DiskSpace
{
    // errno, which .NET gives as the HResult where it has no number of its own: the same on x86-64 and ARM64.
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;

    /// <summary>Whether this says that the disk is full.</summary>
    public static bool IsFull(IOException failure) =>
        failure is DatabaseException { IsDiskFull: true } || failure.HResult is NoSpaceLeft or QuotaExceeded;
}
