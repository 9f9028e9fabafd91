namespace Hearth.Repo;

/// <summary>How a publication ended. In all cases but <see cref="Published"/> nothing has changed.</summary>
public abstract record PublishOutcome
{
    private PublishOutcome()
    {
    }

    /// <summary>It is on the disk and served.</summary>
    public sealed record Published(Publication Publication) : PublishOutcome;

    /// <summary>The name says its own version, and that version exists or existed.</summary>
    public sealed record VersionExists : PublishOutcome;

    /// <summary>The name is not in the owner's namespace, is used by the protocol itself, or is too long.</summary>
    public sealed record NameNotUsable(string Reason) : PublishOutcome;

    /// <summary>It does not fit. Older versions would have made room first.</summary>
    /// <param name="Needed">Bytes on the disk that it needs; at least that many when its size is not known.</param>
    /// <param name="Free">Bytes that the quota leaves for it.</param>
    /// <param name="Quota">The quota.</param>
    public sealed record OverQuota(long Needed, long Free, long Quota) : PublishOutcome;

    /// <summary>The disk is full, before the quota is.</summary>
    public sealed record DiskFull : PublishOutcome;

    /// <summary>The content ended early, or went on after its announced size.</summary>
    public sealed record SizeMismatch : PublishOutcome;
}
