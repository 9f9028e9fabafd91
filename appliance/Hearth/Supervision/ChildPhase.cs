namespace Hearth.Supervision;

/// <summary>Where a child stands with the supervisor. Each has one deadline, and one thing that happens then.</summary>
internal enum ChildPhase
{
    /// <summary>Connected; has to say hello.</summary>
    Greeting,

    /// <summary>Said hello; gets its go when its role may start again.</summary>
    Waiting,

    /// <summary>Erases; has to say that it is done.</summary>
    Erasing,

    /// <summary>Runs; is pinged at the deadline.</summary>
    Running,

    /// <summary>Runs; has to answer a ping.</summary>
    Pinged,

    /// <summary>Asked to exit, or its link is closed already; has to be gone.</summary>
    Leaving,

    /// <summary>Was ended; its link closes any moment.</summary>
    Killed,
}
