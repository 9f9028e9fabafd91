namespace Hearth.Supervision;

/// <summary>Why the supervisor ends a process.</summary>
internal enum KillReason
{
    /// <summary>It answered no ping within its bound.</summary>
    NoAnswer,

    /// <summary>It answered no ping while it was starting.</summary>
    NoStart,

    /// <summary>It should have exited by now.</summary>
    NoExit,

    /// <summary>It did not finish erasing.</summary>
    NoErasure,
}
