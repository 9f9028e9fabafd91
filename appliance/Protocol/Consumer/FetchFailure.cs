namespace Hearth.Protocol.Consumer;

/// <summary>Why a fetch ended without its content.</summary>
public enum FetchFailure
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>The name's owner says that there is no such content.</summary>
    NotPublished,

    /// <summary>No forwarder knows a way to the name.</summary>
    NoRoute,

    /// <summary>Nobody answered for <see cref="FetchOptions.Patience"/>.</summary>
    Timeout,

    /// <summary>A signature is not its owner's.</summary>
    Untrusted,

    /// <summary>A segment is not the one that the owner's manifest names, even when asked for by its digest.</summary>
    WrongSegment,

    /// <summary>The producer's segments do not make one content: an end that moves, or a manifest that is too short.</summary>
    Inconsistent,
}
