namespace Hearth.Supervision;

/// <summary>What the supervisor has to know of its board.</summary>
internal sealed record SupervisorSettings
{
    /// <summary>Told to children: the button can be pressed by software.</summary>
    public bool SimulatedBoard { get; init; }

    /// <summary>
    /// A factory reset is asked of init, which erases the data partition before anything has it open; else the node
    /// erases its files.
    /// </summary>
    public bool ErasesByRestart { get; init; }

    /// <summary>The slots; null on a board that has none.</summary>
    public SlotSettings? Slots { get; init; }

    /// <summary>Init is erasing: until a node says hello, the board must not be unplugged.</summary>
    public bool IsErasing { get; init; }
}
