using Hearth.Board.Lights;
using Hearth.Supervision;
using Hearth.Updates.Slots;

namespace Hearth.Tests.Supervision;

/// <summary>Plays children, button and time for a supervisor, and writes down what it wants done.</summary>
internal sealed class SupervisorStage
{
    private readonly List<string> effects = [];
    private readonly List<string> lights = [];
    private readonly Dictionary<int, LightState> shown = [];
    private long lastPing;

    public SupervisorStage(SupervisorSettings? settings = null)
    {
        Supervisor = new Supervisor(settings ?? new SupervisorSettings { SimulatedBoard = true }, TimeSpan.Zero);
        Record = settings?.Slots?.Record;
        Level(false);
    }

    public Supervisor Supervisor { get; }

    public TimeSpan Now { get; private set; }

    /// <summary>When the watchdog was fed last; null for never.</summary>
    public TimeSpan? Fed { get; private set; }

    /// <summary>The boot record on the disk, since it was written last.</summary>
    public BootRecord? Record { get; private set; }

    /// <summary>The boot record cannot be written.</summary>
    public bool DiskFails { get; set; }

    /// <summary>What was wanted since the last look, the light's switching aside.</summary>
    public string Effects()
    {
        var text = string.Join(' ', effects);
        effects.Clear();
        return text;
    }

    /// <summary>How the light was switched since the last look.</summary>
    public string Lights()
    {
        var text = string.Join(' ', lights);
        lights.Clear();
        return text;
    }

    /// <summary>The state of the light that a link was told last.</summary>
    public LightState LightOf(int link) => shown[link];

    public void Connects(int link, ChildRole? only = null) => Do(() => Supervisor.Connected(new LinkId(link), only, Now));

    public void Says(int link, ChildMessage message) => Do(() => Supervisor.Received(new LinkId(link), message, Now));

    /// <summary>A child answers the last ping.</summary>
    public void Answers(int link) => Says(link, new ChildMessage.Alive(lastPing));

    public void SaysNonsense(int link) => Do(() => Supervisor.ReceivedMalformed(new LinkId(link), Now));

    public void Breaks(int link) => Do(() => Supervisor.Closed(new LinkId(link), Now));

    public void Level(bool pressed) => Do(() => Supervisor.ButtonLevel(new ButtonEdge(pressed, Now), Now));

    /// <summary>News of an edge that happened a while ago.</summary>
    public void LevelAgo(bool pressed, double seconds) => Do(() => Supervisor.ButtonLevel(new ButtonEdge(pressed, Now - TimeSpan.FromSeconds(seconds)), Now));

    /// <summary>Lets time pass of which the supervisor notices nothing.</summary>
    public void Hangs(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    public void HasWatchdog(double timeout) => Do(() => Supervisor.WatchdogArmed(TimeSpan.FromSeconds(timeout), Now));

    public void RestartRefused() => Do(() => Supervisor.RestartRefused(Now));

    /// <summary>Connects a node and lets time pass until it runs.</summary>
    public void Starts(int link)
    {
        Connects(link);
        Says(link, new ChildMessage.Hello(SupervisionProtocol.Version, ChildRole.Node));
        while (!effects.Contains($"{link}<go"))
        {
            AdvancesToDeadline();
        }

        effects.Clear();
    }

    public void Presses(double seconds)
    {
        Level(true);
        Advances(seconds);
        Level(false);
        Advances(0.02);
    }

    public void Advances(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (Supervisor.NextDeadline(Now) is { } due && due <= end)
        {
            Now = due > Now ? due : Now;
            Do(() => Supervisor.Expire(Now));
        }

        Now = end;
    }

    /// <summary>Lets time pass while a node answers its pings, which are not written down.</summary>
    public void AdvancesAlive(int link, double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (Supervisor.NextDeadline(Now) is { } due && due <= end)
        {
            Now = due > Now ? due : Now;
            Do(() => Supervisor.Expire(Now));
            if (effects.Remove($"{link}<ping:{lastPing}"))
            {
                Says(link, new ChildMessage.Alive(lastPing));
            }
        }

        Now = end;
    }

    public void AdvancesToDeadline()
    {
        if (Supervisor.NextDeadline(Now) is not { } due)
        {
            return;
        }

        Now = due > Now ? due : Now;
        Do(() => Supervisor.Expire(Now));
    }

    private void Do(Action input)
    {
        input();
        Collect();
    }

    private void Collect()
    {
        while (Supervisor.TryTake(out var effect))
        {
            switch (effect)
            {
                case SupervisorEffect.Send send:
                    effects.Add($"{send.Link.Value}<{Word(send.Link.Value, send.Message)}");
                    break;
                case SupervisorEffect.Refuse refuse:
                    effects.Add($"{refuse.Link.Value}!refuse:{refuse.Reason}");
                    break;
                case SupervisorEffect.Kill kill:
                    effects.Add($"{kill.Link.Value}!kill:{kill.Reason}");
                    break;
                case SupervisorEffect.Forget forget:
                    effects.Add($"{forget.Link.Value}!forget");
                    break;
                case SupervisorEffect.FeedWatchdog:
                    Fed = Now;
                    break;
                case SupervisorEffect.RestartToErase:
                    effects.Add("restart");
                    break;
                case SupervisorEffect.WriteRecord write:
                    effects.Add($"record:{write.Event}");
                    Record = DiskFails ? Record : write.Record;
                    Supervisor.RecordWritten(write, !DiskFails, Now);
                    break;
                case SupervisorEffect.RestartBoard:
                    effects.Add("restartBoard");
                    break;
                case SupervisorEffect.Ready ready:
                    effects.Add($"ready:{ready.Page}");
                    break;
                case SupervisorEffect.SetLight light:
                    lights.Add(light.Color?.ToString() ?? "dark");
                    break;
                default:
                    throw new InvalidOperationException(effect.ToString());
            }
        }
    }

    private string Word(int link, SupervisorMessage message)
    {
        switch (message)
        {
            case SupervisorMessage.Go:
                return "go";
            case SupervisorMessage.Ping ping:
                lastPing = ping.Sequence;
                return $"ping:{ping.Sequence}";
            case SupervisorMessage.Light light:
                shown[link] = light.State;
                return $"light:{light.State}";
            case SupervisorMessage.Window { Kind: WindowKind.Closed }:
                return "window:Closed";
            case SupervisorMessage.Window window:
                return $"window:{window.Kind}:{window.LeftMilliseconds / 1000}";
            case SupervisorMessage.Slots slots:
                return $"slots:{slots.Running}";
            case SupervisorMessage.SlotChange change:
                return $"slotChange:{change.Refusal ?? "done"}";
            case SupervisorMessage.FactoryReset:
                return "factoryReset";
            default:
                throw new InvalidOperationException(message.ToString());
        }
    }
}
