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

    /// <summary>The bytes do not fit.</summary>
    public sealed record OverQuota(long Bytes, long Quota) : PublishResult;
}
