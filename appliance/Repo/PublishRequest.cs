using Hearth.Protocol;
using Hearth.Protocol.Signing;

namespace Hearth.Repo;

/// <summary>What is to be published.</summary>
/// <param name="Name">The name; the repo appends a version, unless the name ends in one.</param>
/// <param name="Signer">The namespace's key for Data.</param>
public sealed record PublishRequest(Name Name, Signer Signer)
{
    /// <summary>Bytes of content when known before; the repo keeps content of unknown size twice for a while.</summary>
    public long? Size { get; init; }

    /// <summary>Media type, such as <c>image/jpeg</c>.</summary>
    public string? MediaType { get; init; }
}
