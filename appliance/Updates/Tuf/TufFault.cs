namespace Hearth.Updates.Tuf;

/// <summary>Why metadata or a target is refused; sections are those of the TUF specification 1.0.</summary>
public enum TufFault
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>Not the specification's JSON: no canonical form, a field missing or wrong, a signature's key named twice (section 4).</summary>
    Malformed,

    /// <summary>Metadata of another role, validly signed perhaps (section 4.2).</summary>
    WrongType,

    /// <summary>Written to another major version of the specification (section 4.3).</summary>
    UnsupportedSpecification,

    /// <summary>Longer than it may be: an endless data attack (section 1.5.2).</summary>
    EndlessData,

    /// <summary>Signed, but with no key of the role: an arbitrary software attack (5.3.4, 5.4.2, 5.5.3, 5.6.3).</summary>
    WrongKey,

    /// <summary>Fewer keys of the role signed than it asks for: an arbitrary software attack (the same sections).</summary>
    TooFewSignatures,

    /// <summary>A root that is not the one after the trusted one (5.3.5).</summary>
    RootOutOfSequence,

    /// <summary>A timestamp older than the trusted one: a rollback attack (5.4.3.1).</summary>
    TimestampRollback,

    /// <summary>A timestamp that names an older snapshot than the trusted one: a rollback attack (5.4.3.2).</summary>
    SnapshotRollback,

    /// <summary>A snapshot that names older targets metadata than the trusted one: a rollback attack (5.5.5).</summary>
    TargetsRollback,

    /// <summary>A snapshot that leaves out metadata which the trusted one names: a rollback attack (5.5.5).</summary>
    RoleRemoved,

    /// <summary>A version so far ahead that those after it would run out: a fast-forward attack (section 1.5.2).</summary>
    FastForward,

    /// <summary>Expired: a freeze attack (5.3.10, 5.4.4, 5.5.6, 5.6.5).</summary>
    Expired,

    /// <summary>Not of the length that signed metadata names: a mix-and-match attack (5.5.2, 5.6.2).</summary>
    LengthMismatch,

    /// <summary>Not of the hash that signed metadata names: a mix-and-match attack (5.5.2, 5.6.2).</summary>
    HashMismatch,

    /// <summary>Not of the version that signed metadata names: a mix-and-match attack (5.5.4, 5.6.4).</summary>
    VersionMismatch,

    /// <summary>Hashes are named, but none of an algorithm that is known here.</summary>
    UnsupportedHash,

    /// <summary>The snapshot does not name metadata that is needed (section 4.4).</summary>
    NotInSnapshot,

    /// <summary>The repository does not have metadata that is needed.</summary>
    Unavailable,

    /// <summary>No trusted role describes the target (5.7.2).</summary>
    NoSuchTarget,

    /// <summary>The target's bytes are not those that trusted metadata describes: an arbitrary software attack (5.7.3).</summary>
    WrongTarget,
}
