namespace Hearth.Supervision;

/// <summary>Why the supervisor closes a link.</summary>
internal enum RefusalReason
{
    /// <summary>It said no hello in time.</summary>
    NoHello,

    /// <summary>It speaks another version of the protocol.</summary>
    OtherVersion,

    /// <summary>Another process of its role is connected.</summary>
    RoleTaken,

    /// <summary>Its user may not connect in its role.</summary>
    OtherRole,

    /// <summary>It sent a line that is no message, or is too long.</summary>
    Malformed,

    /// <summary>It sent a message that it may not send now.</summary>
    OutOfTurn,

    /// <summary>There are as many links as there may be.</summary>
    TooManyLinks,
}
