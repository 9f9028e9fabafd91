namespace Hearth.Supervision;

/// <summary>Why a child's link to the supervisor ended; after each of them but the last the process exits, and init starts it again.</summary>
internal enum LinkEnd
{
    /// <summary>The supervisor is gone.</summary>
    Lost,

    /// <summary>The owner wants everything erased, which the process does when it comes back.</summary>
    ResetAsked,

    /// <summary>The child itself was told to stop.</summary>
    Stopped,
}
