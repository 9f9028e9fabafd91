using Hearth.Repo.Publishing;

namespace Hearth.Repo;

/// <summary>How a repo is set up.</summary>
public sealed record RepoOptions
{
    /// <summary>4 GiB: a quarter of the smallest card sold for such boards (16 GB), so that two slots and caches fit beside it.</summary>
    public const long DefaultQuota = 4L << 30;

    /// <summary>Most bytes on the disk; <see cref="ContentRepo.Quota"/> changes it later.</summary>
    public long Quota { get; init; } = DefaultQuota;

    /// <summary>Bytes of the disk that publications leave to whatever else is there; never more than an eighth of it.</summary>
    public long KeptFree { get; init; }

    /// <summary>Packet files kept open; well under the usual limit of 1,024 descriptors a process.</summary>
    public int OpenFiles { get; init; } = 128;

    /// <summary>
    /// Metadata and Nack packets signed in a second, at most: at 0.1 ms on a Raspberry Pi 4's core, a tenth of one.
    /// </summary>
    public int LivePacketsPerSecond { get; init; } = 1000;

    /// <summary>Bytes that are free on the disk, and all that it has, as a test says; null asks it.</summary>
    internal Func<(long Free, long All)>? Disk { get; init; }

    /// <summary>Told after each step of a publication, for tests that end there.</summary>
    internal Action<PublishStep>? Reached { get; init; }
}
