namespace Hearth.Supervision;

/// <summary>
/// When a slot that has to prove itself has done so: its node serves, with claim and data read and nothing wrong, for a
/// minute on end, while the watchdog is fed. A network is waited for, but its absence is not held against the slot, and
/// the internet is not asked for at all.
/// </summary>
/// <param name="now">The supervisor's start.</param>
internal sealed class TrialRule(TimeSpan now)
{
    /// <summary>As long as a watchdog takes to notice a hang, four times over.</summary>
    public static readonly TimeSpan Proof = TimeSpan.FromMinutes(1);

    /// <summary>From the node's first start, or from its last good minute: a translated node on a slow card serves within one.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    /// <summary>
    /// Until the first node: it waits for the data partition, which takes a minute at most, as a slot is tried after a restart
    /// in order and a check then finds nothing to do.
    /// </summary>
    public static readonly TimeSpan FirstBound = Bound + TimeSpan.FromMinutes(1);

    private TimeSpan? servingSince;
    private TimeSpan due = now + FirstBound;
    private bool hasNode;
    private bool hasNetwork;
    private bool hasDeferred;

    /// <summary>When <see cref="Expire"/> has a verdict; null where it waits for the network.</summary>
    public TimeSpan? NextDeadline => servingSince is not { } since ? due
        : hasNetwork || !hasDeferred ? since + Proof
        : null;

    /// <summary>A node got its go.</summary>
    public void NodeStarted(TimeSpan now)
    {
        if (!hasNode)
        {
            (hasNode, due) = (true, now + Bound);
        }
    }

    /// <summary>How the node is now; null where there is none.</summary>
    public void NodeSaid(ChildMessage.Health? health, TimeSpan now)
    {
        if (health is not { Serving: true, Fault: false })
        {
            Interrupted(now);
            return;
        }

        hasNetwork = health.Network;
        servingSince ??= now;
    }

    /// <summary>The watchdog was not fed, as something hangs.</summary>
    public void Interrupted(TimeSpan now)
    {
        // Whoever served for a minute has time again; whoever serves for a moment between two crashes has not.
        if (servingSince + Proof <= now)
        {
            due = now + Bound;
        }

        servingSince = null;
    }

    /// <summary>The verdict that is due; null where none is.</summary>
    public TrialVerdict? Expire(TimeSpan now)
    {
        if (NextDeadline is not { } deadline || deadline > now)
        {
            return null;
        }

        if (servingSince is null)
        {
            due = now + Bound;
            return TrialVerdict.GiveUp;
        }

        if (hasNetwork)
        {
            return TrialVerdict.Confirm;
        }

        hasDeferred = true;
        return TrialVerdict.Defer;
    }
}
