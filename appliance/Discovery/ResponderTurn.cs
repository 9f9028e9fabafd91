namespace Hearth.Discovery;

/// <summary>What an interface's phase has to send.</summary>
internal enum ResponderTurn
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>A probe.</summary>
    Probe,

    /// <summary>An announcement.</summary>
    Announcement,
}
