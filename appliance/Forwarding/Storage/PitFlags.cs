namespace Hearth.Forwarding.Storage;

/// <summary>What an entry's Interest asks for.</summary>
[Flags]
internal enum PitFlags : byte
{
    None = 0,

    /// <summary>Data with a longer name may answer.</summary>
    CanBePrefix = 1,

    /// <summary>Stale Data may not answer.</summary>
    MustBeFresh = 2,

    /// <summary>The name ends in an implicit digest.</summary>
    Digest = 4,

    /// <summary>What makes two Interests of one name different.</summary>
    Selectors = CanBePrefix | MustBeFresh,
}
