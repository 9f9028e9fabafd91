using Hearth.Board.Lights;

namespace Hearth.Supervision;

/// <summary>The wires to a board's light, button and watchdog. All but <see cref="WatchAsync"/> is called by one thread, and waits for nothing.</summary>
internal interface IBoard
{
    /// <summary>Whether software can press its button.</summary>
    bool IsSimulated { get; }

    /// <summary>Watches until stopped.</summary>
    /// <param name="wake">Called, from any thread, when <see cref="TryReadEdge"/> may have something.</param>
    /// <param name="stop">Ends it.</param>
    Task WatchAsync(Action wake, CancellationToken stop);

    /// <summary>Takes the next edge of the button, oldest first; the first that a button tells is its level.</summary>
    bool TryReadEdge(TimeSpan now, out ButtonEdge edge);

    /// <summary>Looks for what is not here yet: a driver may still load, a keyboard be plugged in.</summary>
    /// <returns>When to look again; null for never.</returns>
    TimeSpan? Look(TimeSpan now);

    /// <summary>How long the watchdog waits to be fed; null where there is none, or none yet.</summary>
    TimeSpan? WatchdogTimeout { get; }

    /// <summary>Feeds the watchdog.</summary>
    void FeedWatchdog();

    /// <summary>Has the watchdog wait for as long as a restart takes.</summary>
    void AllowRestart();

    /// <summary>Switches the light; null is dark. A single-colour light shows every colour alike.</summary>
    void Set(LightColor? color);
}
