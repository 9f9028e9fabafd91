namespace Hearth.Protocol.Consumer;

/// <summary>Where a fetch is.</summary>
public enum FetchState
{
    /// <summary>Finding out what the name's newest version is.</summary>
    Discovering,

    /// <summary>Getting the segments.</summary>
    Streaming,

    /// <summary>All content has been put out.</summary>
    Done,

    /// <summary>It ended before; <see cref="Fetch.Failure"/> says why.</summary>
    Failed,
}
