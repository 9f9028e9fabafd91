using System.Diagnostics.CodeAnalysis;
using Hearth.Board;
using Hearth.Board.Lights;

namespace Hearth.Supervision;

/// <summary>
/// The supervisor: gives each process its go, ends one that hangs, reads the button, shows the light, opens the claim
/// window. It never waits for a child: what children, the button and the time do comes in with <c>now</c>, and what
/// has to be done comes out as effects.
/// </summary>
internal sealed partial class Supervisor
{
    /// <summary>Between an answer and the next ping: a hung node is noticed before its owner does.</summary>
    public static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The longest that a healthy child is silent: an SD card that erases its blocks holds a write for seconds. Each
    /// process that was ended for it makes it longer (<see cref="StartDelay.Patience"/>), as a machine may be slower than thought.
    /// </summary>
    public static readonly TimeSpan AnswerBound = TimeSpan.FromSeconds(8);

    /// <summary>
    /// The longest silence of one that is still starting, also before its hello: a translated node on a slow card takes half a
    /// minute. Multiplied in the same way.
    /// </summary>
    public static readonly TimeSpan StartBound = TimeSpan.FromMinutes(1);

    /// <summary>A child that has to exit writes back what it holds; as long as <c>hearth run</c> gives it.</summary>
    public static readonly TimeSpan ExitBound = TimeSpan.FromSeconds(5);

    /// <summary>Deleting a full shelf, file by file, on a slow card.</summary>
    public static readonly TimeSpan EraseBound = TimeSpan.FromMinutes(2);

    /// <summary>Links at once: two roles, each with one that leaves and one that comes, and as many strangers.</summary>
    public const int MaxLinks = 8;

    private readonly SupervisorSettings settings;
    private readonly WatchdogRule watchdog;
    private readonly List<Child> children = [];
    private readonly Queue<SupervisorEffect> effects = [];
    private readonly Dictionary<ChildRole, StartDelay> starts = Enum.GetValues<ChildRole>().ToDictionary(role => role, _ => new StartDelay());
    private readonly Button button = new();
    private readonly Light light;
    private PairingState pairing = new(PairingPhase.Unknown);
    private ChildMessage.Health? health;
    private bool countingDown;
    private bool erasing;
    private TimeSpan? identifyUntil;
    private LightColor? color;
    private long sequence;

    /// <summary>A supervisor without children.</summary>
    /// <param name="settings">What it has to know of its board.</param>
    /// <param name="now">The time.</param>
    public Supervisor(SupervisorSettings settings, TimeSpan now)
    {
        this.settings = settings;
        watchdog = new WatchdogRule(now);
        light = new Light(LightState.Starting, now);
        if (settings.IsErasing)
        {
            erasing = true;
            watchdog.AwaitErasure();
        }

        BeginWithSlots(now);
        ShowLight(now);
    }

    /// <summary>What it has done so far.</summary>
    public SupervisorCounters Counters { get; } = new();

    /// <summary>When <see cref="Expire(TimeSpan)"/> has something to do; null where nothing is due.</summary>
    public TimeSpan? NextDeadline(TimeSpan now)
    {
        var next = Earlier(button.NextDeadline, light.NextChange(now));
        next = Earlier(next, Earlier(pairing.OpenUntil, identifyUntil));
        next = Earlier(Earlier(next, watchdog.NextDeadline), trial?.NextDeadline);
        next = starts.Values.Aggregate(next, (earliest, delay) => Earlier(earliest, delay.NextDeadline));
        return children.Aggregate(next, (earliest, child) => Earlier(earliest, child.Deadline));
    }

    /// <summary>Takes the next effect; effects are to be carried out in order.</summary>
    public bool TryTake([NotNullWhen(true)] out SupervisorEffect? effect) => effects.TryDequeue(out effect);

    /// <summary>A process connected.</summary>
    /// <param name="link">Names it from here on.</param>
    /// <param name="only">The one role that its user may have; null for any.</param>
    /// <param name="now">The time.</param>
    public void Connected(LinkId link, ChildRole? only, TimeSpan now)
    {
        Child child = new(link, only);
        child.Enter(ChildPhase.Greeting, now + StartBound);
        children.Add(child);
        if (children.Count > MaxLinks)
        {
            Refuse(child, RefusalReason.TooManyLinks, now);
        }
    }

    /// <summary>A child sent a message.</summary>
    public void Received(LinkId link, ChildMessage message, TimeSpan now)
    {
        if (Find(link) is not { } child)
        {
            return;
        }

        switch (child.Phase, message)
        {
            case (ChildPhase.Greeting, ChildMessage.Hello hello):
                Greet(child, hello, now);
                break;
            case (ChildPhase.Pinged, ChildMessage.Alive alive) when alive.Sequence == sequence:
                child.IsReady |= child.Role != ChildRole.Node;
                child.Enter(ChildPhase.Running, now + PingInterval);
                break;
            case (not ChildPhase.Greeting, ChildMessage.Alive):
                Counters.StaleAnswers++;
                break;
            case (ChildPhase.Erasing, ChildMessage.ResetDone):
                Pair(PairingEvent.ResetDone, now);
                Start(child, now);
                break;
            case (ChildPhase.Running or ChildPhase.Pinged, _) when TakeAboutSlots(child, message, now):
                break;
            case (ChildPhase.Running or ChildPhase.Pinged, _) when child.Role == ChildRole.Node && TakeFromNode(child, message, now):
                break;
            case (ChildPhase.Leaving or ChildPhase.Killed, _):
                break;
            default:
                Refuse(child, RefusalReason.OutOfTurn, now);
                break;
        }

        ShowLight(now);
    }

    /// <summary>A child sent a line that is no message.</summary>
    public void ReceivedMalformed(LinkId link, TimeSpan now)
    {
        if (Find(link) is { } child)
        {
            Refuse(child, RefusalReason.Malformed, now);
        }

        ShowLight(now);
    }

    /// <summary>A link broke, from the other end or because the child does not read.</summary>
    public void Closed(LinkId link, TimeSpan now)
    {
        if (Find(link) is not { } child)
        {
            return;
        }

        child.IsClosed = true;
        switch (child.Phase)
        {
            case ChildPhase.Greeting or ChildPhase.Killed:
                Forget(child);
                break;
            case ChildPhase.Leaving:
                break;
            default:
                // Usually it exited. One that closed its link and lives on would never be replaced.
                Leave(child, now);
                break;
        }

        ShowLight(now);
    }

    /// <summary>The button's level, first as it is and then at every edge.</summary>
    /// <param name="edge">
    /// Its time may lie before <paramref name="now"/>, and what it means is decided by it: whoever let go in time did not
    /// reset, however late the news is. So every edge that is known comes before <see cref="Expire(TimeSpan)"/>.
    /// </param>
    /// <param name="now">The time.</param>
    public void ButtonLevel(ButtonEdge edge, TimeSpan now)
    {
        Take(button.Observe(edge.Pressed, edge.At), now);
        ShowLight(now);
    }

    /// <summary>The board has a watchdog, to be fed from now on.</summary>
    public void WatchdogArmed(TimeSpan timeout, TimeSpan now) => watchdog.Armed(timeout, now);

    /// <summary>The restart that <see cref="SupervisorEffect.RestartToErase"/> asked for does not come: the node erases instead.</summary>
    public void RestartRefused(TimeSpan now)
    {
        erasing = false;
        watchdog.RestartRefused();
        EraseByNode(now);
        ShowLight(now);
    }

    /// <summary>Does what is due.</summary>
    public void Expire(TimeSpan now)
    {
        Take(button.Expire(now), now);
        if (pairing.OpenUntil <= now)
        {
            Pair(PairingEvent.Expired, now);
        }

        if (identifyUntil <= now)
        {
            identifyUntil = null;
        }

        foreach (var delay in starts.Values)
        {
            delay.Expire(now);
        }

        foreach (var child in children.Where(child => child.Deadline <= now).ToList())
        {
            Expire(child, now);
        }

        if (watchdog.Expire(children.FindAll(child => child.IsHere).ConvertAll(child => child.Role), now))
        {
            Counters.Feedings++;
            effects.Enqueue(new SupervisorEffect.FeedWatchdog());
        }

        ExpireTrial(now);
        ShowLight(now);
    }

    private bool TakeFromNode(Child child, ChildMessage message, TimeSpan now)
    {
        switch (message)
        {
            case ChildMessage.Health said:
                if (said.Serving && health is not { Serving: true })
                {
                    MakeReady(child, now);
                    effects.Enqueue(new SupervisorEffect.Ready(said.Page));
                }

                health = said;
                trial?.NodeSaid(said, now);
                starts[ChildRole.Node].Healthy(said is { Serving: true, Fault: false }, now);
                Pair(said.Claimed ? PairingEvent.Claimed : PairingEvent.Unclaimed, now);
                return true;
            case ChildMessage.SignedIn:
                Pair(PairingEvent.SignedIn, now);
                return true;
            case ChildMessage.AskWindow:
                SendToRunning(WindowMessage(now));
                return true;
            case ChildMessage.Identify:
                identifyUntil = now + Light.IdentifyDuration;
                return true;
            default:
                return false;
        }
    }

    private void Take(IReadOnlyList<ButtonGesture> gestures, TimeSpan now)
    {
        foreach (var gesture in gestures)
        {
            countingDown = gesture == ButtonGesture.HoldStarted;
            if (gesture == ButtonGesture.Press)
            {
                Pair(PairingEvent.Press, now);
            }
            else if (gesture == ButtonGesture.FactoryReset)
            {
                Pair(PairingEvent.ResetHeld, now);
            }
        }
    }

    private void Pair(PairingEvent @event, TimeSpan now)
    {
        var step = Pairing.Next(pairing, @event, now);
        pairing = step.State;
        if ((step.Effects & (PairingEffects.OpenClaim | PairingEffects.OpenSignIn | PairingEffects.Close)) != 0)
        {
            SendToRunning(WindowMessage(now));
        }

        if ((step.Effects & PairingEffects.Erase) != 0)
        {
            Erase(now);
        }
    }

    private void Erase(TimeSpan now)
    {
        if (settings.ErasesByRestart)
        {
            erasing = true;
            watchdog.RestartAsked(now);
            effects.Enqueue(new SupervisorEffect.RestartToErase());
        }
        else
        {
            EraseByNode(now);
        }
    }

    private void ShowLight(TimeSpan now)
    {
        BoardCondition board = new()
        {
            Fault = health is { Fault: true } || starts.Values.Any(delay => delay.IsFault),
            ResetCountdown = countingDown,
            Updating = erasing || writing,
            WindowOpen = pairing.OpenUntil is not null,
            Identifying = identifyUntil is not null,
            Serving = health is { Serving: true },
            Claimed = health is { Claimed: true },
            Network = health is { Network: true },
        };
        if (light.Show(Light.Choose(board), now))
        {
            SendToRunning(LightMessage(now));
        }

        if (light.ColorAt(now) is var next && next != color)
        {
            effects.Enqueue(new SupervisorEffect.SetLight(color = next));
        }
    }

    private SupervisorMessage.Light LightMessage(TimeSpan now) => new(light.State, (long)light.Running(now).TotalMilliseconds);

    private SupervisorMessage.Window WindowMessage(TimeSpan now)
    {
        var kind = pairing.Phase switch
        {
            PairingPhase.PairingOpen => WindowKind.Claim,
            PairingPhase.SignInOpen => WindowKind.SignIn,
            _ => WindowKind.Closed,
        };
        return new SupervisorMessage.Window(kind, pairing.OpenUntil is { } until ? (long)(until - now).TotalMilliseconds : 0);
    }

    private void SendToRunning(SupervisorMessage message)
    {
        foreach (var child in children.Where(child => child.Runs))
        {
            Send(child, message);
        }
    }

    private void Send(Child child, SupervisorMessage message) => effects.Enqueue(new SupervisorEffect.Send(child.Link, message));

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other : one;
}
