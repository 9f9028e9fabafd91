namespace Hearth.Web;

/// <summary>How publishing ended.</summary>
public abstract record PublishResult
{
    private PublishResult()
    {
    }

    /// <summary>Published, and served from now on.</summary>
    public sealed record Published(PublishedFile File) : PublishResult;

    /// <summary>The appliance has no namespace to publish under yet.</summary>
    public sealed record NotClaimed : PublishResult;

    /// <summary>The name is not an NDN URI, or is empty.</summary>
    public sealed record NameNotValid : PublishResult;

    /// <summary>The name is absolute and not under the owner's namespace.</summary>
    public sealed record OutsideNamespace(string Namespace) : PublishResult;

    /// <summary>The name says its own version, and that version exists: published bytes never change.</summary>
    public sealed record VersionExists : PublishResult;

    /// <summary>It does not fit: so many bytes are used of the quota.</summary>
    public sealed record OverQuota(long Bytes, long Quota) : PublishResult;

    /// <summary>The disk is full before the quota is.</summary>
    public sealed record DiskFull : PublishResult;

    /// <summary>The bytes ended before their announced length, or went on after it.</summary>
    public sealed record CutShort : PublishResult;
}
