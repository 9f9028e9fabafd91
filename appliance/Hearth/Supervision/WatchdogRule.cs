namespace Hearth.Supervision;

/// <summary>
/// When the watchdog is fed: while the supervisor turns, and each process is here, or was gone for no longer than its
/// bound. A process that hangs is ended and comes back; one that cannot be ended, or does not come back, is for the
/// watchdog. The updater comes when there is something to do, and is missed by nobody once it is gone.
/// </summary>
/// <param name="now">The supervisor's start.</param>
internal sealed class WatchdogRule(TimeSpan now)
{
    /// <summary>Feedings in the time that the watchdog waits: two may come late, or not at all.</summary>
    public const int FeedingsPerTimeout = 4;

    /// <summary>From its end a process has this long to say hello again: init waits a second, a translated one starts for twenty.</summary>
    public static readonly TimeSpan ReturnBound = TimeSpan.FromMinutes(2);

    /// <summary>The first node waits for the data partition, and that for a check of a large card.</summary>
    public static readonly TimeSpan FirstBound = TimeSpan.FromMinutes(10);

    /// <summary>A restart that was asked for and has not come by then never comes.</summary>
    public static readonly TimeSpan RestartBound = TimeSpan.FromMinutes(1);

    private readonly Dictionary<ChildRole, TimeSpan> due = new() { [ChildRole.Node] = now + FirstBound };
    private TimeSpan? interval;
    private TimeSpan? restartDue;

    /// <summary>When it is to be fed next; null where there is no watchdog.</summary>
    public TimeSpan? NextDeadline { get; private set; }

    /// <summary>Whether a restart of the board was asked for.</summary>
    public bool IsRestarting => restartDue is not null;

    /// <summary>Whether it was not fed when it should have been, as something hangs.</summary>
    public bool IsWithheld { get; private set; }

    /// <summary>There is a watchdog, from now on.</summary>
    public void Armed(TimeSpan timeout, TimeSpan now) => (interval, NextDeadline) = (timeout / FeedingsPerTimeout, now);

    /// <summary>A process is gone that need not come back.</summary>
    public void Gone(ChildRole role) => due.Remove(role);

    /// <summary>The board was asked to restart.</summary>
    public void RestartAsked(TimeSpan now) => restartDue = now + RestartBound;

    /// <summary>It will not restart.</summary>
    public void RestartRefused() => restartDue = null;

    /// <summary>The board is being erased before the first node can start, which takes as long as it takes.</summary>
    public void AwaitErasure() => due.Remove(ChildRole.Node);

    /// <summary>Takes notice of the time.</summary>
    /// <param name="here">The roles whose processes are connected.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether to feed it now.</returns>
    public bool Expire(IEnumerable<ChildRole> here, TimeSpan now)
    {
        if (NextDeadline is not { } deadline || deadline > now)
        {
            return false;
        }

        NextDeadline = now + interval;
        foreach (var role in here)
        {
            due[role] = now + ReturnBound;
        }

        IsWithheld = restartDue <= now || due.Values.Any(bound => bound <= now);
        return !IsWithheld;
    }
}
