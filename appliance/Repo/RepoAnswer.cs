namespace Hearth.Repo;

/// <summary>What a repo said to an Interest.</summary>
public enum RepoAnswer
{
    /// <summary>Nothing: the name is not in a namespace that it answers for, or it could not sign now.</summary>
    None,

    /// <summary>A packet of a published version.</summary>
    Content,

    /// <summary>Which version is the newest.</summary>
    Metadata,

    /// <summary>A signed statement that nothing is published there.</summary>
    Nack,
}
