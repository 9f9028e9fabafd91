namespace Hearth.Supervision;

/// <summary>What the supervisor knows of one process.</summary>
internal sealed class Child(LinkId link, ChildRole? only)
{
    /// <summary>Its link.</summary>
    public LinkId Link { get; } = link;

    /// <summary>The one role that its user may have; null for any.</summary>
    public ChildRole? Only { get; } = only;

    /// <summary>What it said it is; meaningless while it is <see cref="ChildPhase.Greeting"/>.</summary>
    public ChildRole Role { get; set; }

    /// <summary>Where it stands.</summary>
    public ChildPhase Phase { get; private set; }

    /// <summary>When something happens to it; null where nothing is due.</summary>
    public TimeSpan? Deadline { get; private set; }

    /// <summary>Whether its start is over: a node serves, another process answered once.</summary>
    public bool IsReady { get; set; }

    /// <summary>Whether its link is closed.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether it got its go and still has it.</summary>
    public bool Runs => Phase is ChildPhase.Running or ChildPhase.Pinged;

    /// <summary>Whether it is one of the processes that belong to the board, and no one has ended it.</summary>
    public bool IsHere => !IsClosed && Phase is not (ChildPhase.Greeting or ChildPhase.Killed);

    /// <summary>Moves it on.</summary>
    public void Enter(ChildPhase phase, TimeSpan? deadline) => (Phase, Deadline) = (phase, deadline);
}
