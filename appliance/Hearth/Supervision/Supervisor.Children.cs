using Hearth.Board;

namespace Hearth.Supervision;

/// <summary>Each child's way: hello, go, pings, its end.</summary>
internal sealed partial class Supervisor
{
    private void Expire(Child child, TimeSpan now)
    {
        switch (child.Phase)
        {
            case ChildPhase.Greeting:
                Refuse(child, RefusalReason.NoHello, now);
                break;
            case ChildPhase.Waiting:
                Start(child, now);
                break;
            case ChildPhase.Erasing:
                Kill(child, KillReason.NoErasure, now);
                break;
            case ChildPhase.Running:
                Send(child, new SupervisorMessage.Ping(++sequence));
                child.Enter(ChildPhase.Pinged, now + ((child.IsReady ? AnswerBound : StartBound) * starts[child.Role].Patience));
                break;
            case ChildPhase.Pinged:
                starts[child.Role].WasSilent();
                Kill(child, child.IsReady ? KillReason.NoAnswer : KillReason.NoStart, now);
                break;
            case ChildPhase.Leaving:
                Kill(child, KillReason.NoExit, now);
                break;
            case ChildPhase.Killed:
            default:
                throw new InvalidOperationException($"A {child.Phase} child has no deadline.");
        }
    }

    private void Greet(Child child, ChildMessage.Hello hello, TimeSpan now)
    {
        if (hello.Version != SupervisionProtocol.Version)
        {
            Refuse(child, RefusalReason.OtherVersion, now);
        }
        else if (child.Only is { } only && only != hello.Role)
        {
            Refuse(child, RefusalReason.OtherRole, now);
        }
        else if (children.Any(other => other != child && other.Role == hello.Role && other.Phase != ChildPhase.Greeting && !other.IsClosed))
        {
            Refuse(child, RefusalReason.RoleTaken, now);
        }
        else
        {
            child.Role = hello.Role;
            erasing &= hello.Role != ChildRole.Node || watchdog.IsRestarting;
            child.Enter(ChildPhase.Waiting, starts[hello.Role].NextStart);
            if (child.Deadline <= now)
            {
                Start(child, now);
            }
        }
    }

    private void Start(Child child, TimeSpan now)
    {
        if (child.Role == ChildRole.Node && pairing.Phase == PairingPhase.Resetting)
        {
            Send(child, new SupervisorMessage.FactoryReset());
            child.Enter(ChildPhase.Erasing, now + EraseBound);
            return;
        }

        starts[child.Role].Started();
        Counters.Starts++;
        Send(child, new SupervisorMessage.Go(settings.SimulatedBoard));
        child.Enter(ChildPhase.Running, now + PingInterval);
        Send(child, LightMessage(now));
        Send(child, WindowMessage(now));
        if (slots is not null)
        {
            Send(child, SlotsMessage(slots));
        }

        if (child.Role == ChildRole.Node)
        {
            trial?.NodeStarted(now);
        }
    }

    private void MakeReady(Child child, TimeSpan now)
    {
        child.IsReady = true;
        var due = now + (AnswerBound * starts[child.Role].Patience);
        if (child.Phase == ChildPhase.Pinged && child.Deadline > due)
        {
            child.Enter(ChildPhase.Pinged, due);
        }
    }

    private void EraseByNode(TimeSpan now)
    {
        // What it does next was asked for, however often it started before.
        starts[ChildRole.Node].Forgive();
        foreach (var node in children.Where(child => child.Role == ChildRole.Node).ToList())
        {
            if (node.Runs)
            {
                Send(node, new SupervisorMessage.FactoryReset());
                Leave(node, now);
            }
            else if (node.Phase == ChildPhase.Waiting)
            {
                Start(node, now);
            }
        }
    }

    private void Leave(Child child, TimeSpan now)
    {
        if (child.Runs)
        {
            Stopped(child.Role, now);
        }

        child.Enter(ChildPhase.Leaving, now + ExitBound);
    }

    private void Kill(Child child, KillReason reason, TimeSpan now)
    {
        if (child.Runs)
        {
            Stopped(child.Role, now);
        }

        if (!child.IsClosed)
        {
            Counters.Kills++;
        }

        effects.Enqueue(new SupervisorEffect.Kill(child.Link, reason));
        child.Enter(ChildPhase.Killed, null);
        if (child.IsClosed)
        {
            Forget(child);
        }
    }

    private void Stopped(ChildRole role, TimeSpan now)
    {
        starts[role].Ended(now);
        if (role == ChildRole.Node)
        {
            health = null;
            trial?.NodeSaid(null, now);
        }
        else
        {
            writing = false;
            // When it comes again is not decided here: it ends whenever it has done what it came for.
            starts[role].Forgive();
        }
    }

    private void Refuse(Child child, RefusalReason reason, TimeSpan now)
    {
        Counters.Refusals++;
        effects.Enqueue(new SupervisorEffect.Refuse(child.Link, reason));
        child.IsClosed = true;
        if (child.Phase == ChildPhase.Greeting)
        {
            Forget(child);
        }
        else
        {
            Leave(child, now);
        }
    }

    private void Forget(Child child)
    {
        children.Remove(child);
        if (child.Role == ChildRole.Updater && child.Phase != ChildPhase.Greeting)
        {
            watchdog.Gone(ChildRole.Updater);
        }

        effects.Enqueue(new SupervisorEffect.Forget(child.Link));
    }

    private Child? Find(LinkId link) => children.Find(child => child.Link == link && !child.IsClosed);
}
