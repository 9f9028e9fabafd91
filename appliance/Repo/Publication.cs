using Hearth.Protocol;

namespace Hearth.Repo;

/// <summary>One published version of a name.</summary>
/// <param name="Name">The name, without version.</param>
/// <param name="Version">The version: microseconds since 1970 unless the publisher chose another.</param>
public sealed record Publication(Name Name, ulong Version)
{
    /// <summary>The one visibility there is so far.</summary>
    public const string Public = "public";

    /// <summary>Whose it is: the namespace as a URI.</summary>
    public required string Account { get; init; }

    /// <summary>Who may read it.</summary>
    public string Visibility { get; init; } = Public;

    /// <summary>The key that the content is encrypted with; null for content in the clear.</summary>
    public string? ContentKeyId { get; init; }

    /// <summary>Media type, such as <c>image/jpeg</c>, when the publisher said one.</summary>
    public string? MediaType { get; init; }

    /// <summary>Bytes of content.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes on the disk: the content in signed packets. This is what the quota counts.</summary>
    public required long StoredBytes { get; init; }

    /// <summary>SHA-256 of the content.</summary>
    public required ReadOnlyMemory<byte> Sha256 { get; init; }

    /// <summary>When it was published, to the microsecond.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The name with its version, under which the segments are.</summary>
    public Name VersionedName => Name.AppendVersion(Version);
}
