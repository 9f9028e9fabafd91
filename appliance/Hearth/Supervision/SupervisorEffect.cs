using Hearth.Board.Lights;
using Hearth.Updates.Slots;

namespace Hearth.Supervision;

/// <summary>What the supervisor wants done.</summary>
internal abstract record SupervisorEffect
{
    private SupervisorEffect()
    {
    }

    /// <summary>Send a message. A child that does not read has to be treated as one whose link broke.</summary>
    public sealed record Send(LinkId Link, SupervisorMessage Message) : SupervisorEffect;

    /// <summary>Say why and close the link; <see cref="Supervisor.Closed"/> is not called for it.</summary>
    public sealed record Refuse(LinkId Link, RefusalReason Reason) : SupervisorEffect;

    /// <summary>Send SIGKILL to the process behind a link.</summary>
    public sealed record Kill(LinkId Link, KillReason Reason) : SupervisorEffect;

    /// <summary>The process behind a link is of no interest any more.</summary>
    public sealed record Forget(LinkId Link) : SupervisorEffect;

    /// <summary>Switch the light; null is dark.</summary>
    public sealed record SetLight(LightColor? Color) : SupervisorEffect;

    /// <summary>The node serves.</summary>
    /// <param name="Page">The panel's page; null where there is none.</param>
    public sealed record Ready(string? Page) : SupervisorEffect;

    /// <summary>Feed the watchdog.</summary>
    public sealed record FeedWatchdog : SupervisorEffect;

    /// <summary>
    /// Ask init to erase the data partition at the next start, and to restart the board;
    /// <see cref="Supervisor.RestartRefused"/> where that cannot be.
    /// </summary>
    public sealed record RestartToErase : SupervisorEffect;

    /// <summary>Write the boot record, and say with <see cref="Supervisor.RecordWritten"/> whether it is on the disk.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Event">What changed it.</param>
    /// <param name="Asked">Who asked for it; null where nobody did.</param>
    public sealed record WriteRecord(BootRecord Record, SlotEvent Event, LinkId? Asked) : SupervisorEffect;

    /// <summary>Ask init to restart the board.</summary>
    public sealed record RestartBoard : SupervisorEffect;
}
