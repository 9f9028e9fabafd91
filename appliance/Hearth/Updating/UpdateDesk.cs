using System.Security.Cryptography;
using System.Text.Json;
using Hearth.Identity.State;
using Hearth.Supervision;
using Hearth.Updates.Fetch;
using Hearth.Updates.Schedule;
using Hearth.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Hearth.Updating;

/// <summary>
/// The node's half of updating: knows what the owner wants and what the schedule says, wakes the updater, hears how it goes,
/// and has the board restarted into what was installed. What is trusted is the updater's to decide.
/// </summary>
/// <param name="channel">Where updates come from.</param>
/// <param name="carriage">Carries bytes.</param>
/// <param name="brought">What the owner brings in a file.</param>
/// <param name="folder">Where it keeps what it knows.</param>
/// <param name="link">The supervisor.</param>
/// <param name="wake">Has init start the updater; null where somebody else does.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Worth a line.</param>
internal sealed partial class UpdateDesk(
    Channel channel, UpdateCarriage carriage, BroughtFile brought, StateFolder folder, SupervisorLink? link, Action? wake, TimeProvider time, ILogger log)
{
    private const string StateFile = "state.json";

    // As many as the panel draws.
    private const int MostEvents = 20;

    // What the other slot holds has a number that only it knows.
    private const string ToBefore = "";

    // An updater that says nothing for so long has ended, or never came: it was ended as hung before.
    private static readonly TimeSpan Silence = UpdaterHost.HangBound + TimeSpan.FromMinutes(5);

    // The wall clock may be set at any moment, and is looked at this often.
    private static readonly TimeSpan Glance = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly DateTimeOffset started = time.GetUtcNow();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private UpdateState state = ReadState(folder);
    private UpdateReport report = new() { Phase = UpdatePhase.Never };
    private UpdateAction asked;
    private UpdateAction doing;
    private bool isDoingForOwner;
    private bool hasFile;
    private bool mustRestart;
    private int uploads;
    private DateTimeOffset began;
    private long heardAt;

    /// <summary>Plans and wakes until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await PlanAsync(stop).ConfigureAwait(false);
        }
        catch (Exception bug)
        {
            LogBroken(bug);
            throw;
        }
    }

    /// <summary>Takes notice of something that the supervisor said.</summary>
    public void Notice() => Change(() => { });

    /// <summary>What the owner sees.</summary>
    public UpdateStatus Status()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var shown = doing == UpdateAction.None ? state.Last : report;
            var schedule = ScheduleNow();
            return new UpdateStatus
            {
                Running = channel.Version,
                Channel = channel.Track,
                Unproven = link?.View.Slots is { Unproven: true },
                CanGoBack = link?.View.Slots is { CanGoBack: true, Unproven: false },
                Busy = asked != UpdateAction.None || doing != UpdateAction.None || mustRestart,
                Phase = JsonNamingPolicy.CamelCase.ConvertName(shown.Phase.ToString()),
                Version = shown.Version,
                Changes = shown.Changes,
                Fault = shown.Fault,
                Detail = shown.Detail,
                FetchBytes = shown.FetchBytes,
                FetchedBytes = shown.FetchedBytes,
                NeighbourBytes = shown.NeighbourBytes,
                ServerBytes = shown.ServerBytes,
                ImageBytes = shown.ImageBytes,
                WrittenBytes = shown.WrittenBytes,
                CheckedAt = state.EndedAt,
                CheckAt = UpdateSchedule.CheckAt(schedule, now),
                InstallAt = UpdateSchedule.InstallAt(schedule, now) is var at && at < DateTimeOffset.MaxValue ? at : null,
                History = state.History,
            };
        }
    }

    /// <summary>The owner asks for something.</summary>
    public async Task<UpdateAnswer> AskAsync(UpdateAsk ask, CancellationToken cancel)
    {
        if (link?.View.Slots is { Unproven: true })
        {
            return UpdateAnswer.Unproven;
        }

        if (hasFile)
        {
            return UpdateAnswer.Busy;
        }

        if (ask != UpdateAsk.GoBack)
        {
            Change(() => asked = ask == UpdateAsk.Install ? UpdateAction.Install : UpdateAction.Check);
            return UpdateAnswer.Asked;
        }

        lock (gate)
        {
            if (doing != UpdateAction.None || mustRestart)
            {
                return UpdateAnswer.Busy;
            }
        }

        if (link?.View.Slots is not { CanGoBack: true } || await link.AskAsync(new ChildMessage.GoBack(), cancel).ConfigureAwait(false) is not null)
        {
            return UpdateAnswer.NothingToGoBackTo;
        }

        Change(() =>
        {
            Save(state with { Trial = new UpdateEvent(time.GetUtcNow(), channel.Version, ToBefore, "", 0, 0), TrialBoot = BootId() });
            mustRestart = true;
        });
        return UpdateAnswer.Asked;
    }

    /// <summary>The owner brings an update in a file, to be installed now.</summary>
    public async Task<UpdateAnswer> BringAsync(Stream file, CancellationToken cancel)
    {
        if (link?.View.Slots is { Unproven: true })
        {
            return UpdateAnswer.Unproven;
        }

        lock (gate)
        {
            if (hasFile || asked != UpdateAction.None || doing != UpdateAction.None || mustRestart)
            {
                return UpdateAnswer.Busy;
            }

            hasFile = true;
        }

        using var uploading = Uploading();
        var answer = UpdateAnswer.NoUpdateFile;
        try
        {
            answer = await brought.TakeAsync(file, cancel).ConfigureAwait(false);
        }
        finally
        {
            Change(() => (hasFile, asked) = answer == UpdateAnswer.Asked ? (true, UpdateAction.Install) : (false, asked));
        }

        return answer;
    }

    /// <summary>How far the owner's clock is ahead of UTC.</summary>
    public void TellOffset(int minutes)
    {
        if (minutes != state.UtcOffsetMinutes && Math.Abs(minutes) <= 14 * 60)
        {
            Change(() => Save(state with { UtcOffsetMinutes = minutes }));
        }
    }

    /// <summary>The owner uploads until the result is disposed of.</summary>
    public IDisposable Uploading()
    {
        Change(() => uploads++);
        return new Upload(this);
    }

    /// <summary>Answers the updater.</summary>
    public Task AnswerAsync(HttpContext call)
    {
        var path = call.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].TrimStart('/');
        return (call.Request.Method, path) switch
        {
            ("GET", "wish") => SendWishAsync(call),
            ("POST", "report") => TakeReportAsync(call),
            ("GET" or "DELETE", _) when UpdatePath.IsValid(path) => carriage.AnswerAsync(call, path),
            _ => RefuseAsync(call),
        };
    }

    private async Task PlanAsync(CancellationToken stop)
    {
        // A node that ended between the last write and the restart has the restart to ask for still.
        mustRestart = state.Trial is not null && state.TrialBoot == BootId();
        SettleTrial();
        while (!stop.IsCancellationRequested)
        {
            Task change;
            TimeSpan wait;
            lock (gate)
            {
                change = changed.Task;
                wait = Turn(time.GetUtcNow());
            }

            await Task.WhenAny(change, Task.Delay(wait, time, stop)).ConfigureAwait(false);
            SettleTrial();
        }
    }

    private static Task RefuseAsync(HttpContext call)
    {
        call.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private Task SendWishAsync(HttpContext call)
    {
        byte[] wish;
        lock (gate)
        {
            // Somebody may have started it by hand: then it looks, and does nothing else. An owner who looks is told of the wave.
            var installs = doing == UpdateAction.Install;
            wish = JsonSerializer.SerializeToUtf8Bytes(new UpdateWish(installs, installs && isDoingForOwner), UpdatingJson.Default.UpdateWish);
        }

        call.Response.ContentLength = wish.Length;
        return call.Response.Body.WriteAsync(wish, call.RequestAborted).AsTask();
    }

    private async Task TakeReportAsync(HttpContext call)
    {
        UpdateReport? said = null;
        try
        {
            said = await JsonSerializer.DeserializeAsync(call.Request.Body, UpdatingJson.Default.UpdateReport, call.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            // Refused below.
        }

        if (said is null)
        {
            call.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        Change(() => Take(said));
        call.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private void Take(UpdateReport said)
    {
        said = said with { NeighbourBytes = carriage.Carried[ObjectSource.Named], ServerBytes = carriage.Carried[ObjectSource.Server] };
        (report, heardAt) = (said, time.GetTimestamp());
        carriage.Prove();
        if (said.IsEnd)
        {
            End(said);
        }
    }

    private void End(UpdateReport end)
    {
        var now = time.GetUtcNow();
        var isArmed = end.Phase == UpdatePhase.Armed;
        Save(state with
        {
            EndedAt = now,
            Failures = end.Phase == UpdatePhase.Failed ? state.Failures + 1 : 0,
            Last = end,
            TrialBoot = isArmed ? BootId() : state.TrialBoot,
            Trial = isArmed
                ? new UpdateEvent(now, channel.Version, end.Version ?? "", "", end.FetchedBytes, (now - began).TotalSeconds, end.NeighbourBytes, end.ServerBytes)
                : state.Trial,
        });
        carriage.PrefersServer = state.Failures > 0;
        var wasForFile = hasFile && doing != UpdateAction.None;
        (doing, mustRestart) = (UpdateAction.None, mustRestart || isArmed);
        if (wasForFile)
        {
            hasFile = false;
            brought.Forget();
        }
    }

    // Under the gate: does what is due, and says how long to wait.
    private TimeSpan Turn(DateTimeOffset now)
    {
        if (doing != UpdateAction.None && time.GetElapsedTime(heardAt) > Silence)
        {
            End(report with { Phase = UpdatePhase.Failed, Fault = "Silent", Detail = "the updater ended without a word" });
        }

        if (mustRestart && uploads == 0)
        {
            LogRestart();
            mustRestart = false;
            link?.RestartBoard();
        }

        var step = UpdateSchedule.Next(ScheduleNow(), now);
        if (step.Action != UpdateAction.None)
        {
            (doing, isDoingForOwner, asked, began) = (step.Action, asked != UpdateAction.None, UpdateAction.None, now);
            (report, heardAt) = (new UpdateReport { Phase = UpdatePhase.Checking }, time.GetTimestamp());
            carriage.Begin(hasFile ? brought : null);
            if (isDoingForOwner)
            {
                carriage.Forgive();
            }

            LogWake(step.Action);
            wake?.Invoke();
        }

        var wait = step.At - now;
        return wait > TimeSpan.Zero && wait < Glance ? wait : Glance;
    }

    private ScheduleState ScheduleNow() => new()
    {
        Asked = asked,
        Started = started,
        EndedAt = state.EndedAt,
        Failures = state.Failures,
        IsAvailable = state.Last.Phase == UpdatePhase.Available || state.Last.NotBefore is not null,
        NotBefore = state.Last.NotBefore,
        IsBusy = doing != UpdateAction.None || mustRestart || link?.View.Slots is { Unproven: true },
        IsUploading = uploads > 0,
        Jitter = state.Jitter ?? 0,
        UtcOffset = TimeSpan.FromMinutes(state.UtcOffsetMinutes),
    };

    // What was tried runs and is proven, or another version runs; in the start that armed it nothing is known yet.
    private void SettleTrial()
    {
        lock (gate)
        {
            if (state.Trial is not { } trial || state.TrialBoot == BootId())
            {
                return;
            }

            var isBack = trial.To == ToBefore;
            var runs = isBack ? trial.From != channel.Version : trial.To == channel.Version;
            if (runs && link?.View.Slots is not { Unproven: false })
            {
                return;
            }

            var outcome = (isBack, runs) switch { (false, true) => "confirmed", (false, false) => "fellBack", (true, true) => "wentBack", _ => "notBack" };
            var settled = trial with { To = isBack ? channel.Version : trial.To, Outcome = outcome };
            Save(state with { Trial = null, TrialBoot = null, History = [settled, .. state.History.Take(MostEvents - 1)] });
        }
    }

    private void Change(Action change)
    {
        lock (gate)
        {
            change();
            changed.TrySetResult();
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Save(UpdateState next)
    {
        state = next with { Jitter = next.Jitter ?? RandomNumberGenerator.GetInt32(1000) / 1000.0 };
        try
        {
            folder.Replace(StateFile, JsonSerializer.SerializeToUtf8Bytes(state, UpdatingJson.Default.UpdateState));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotKept(failure.Message);
        }
    }

    // The kernel's name for this start of the machine (random(4)).
    private static string BootId()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static UpdateState ReadState(StateFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(folder.PathOf(StateFile)), UpdatingJson.Default.UpdateState) ?? new UpdateState();
        }
        catch (Exception absent) when (absent is JsonException or IOException or UnauthorizedAccessException)
        {
            // Nothing that is in it would be missed: the next round finds it out anew.
            return new UpdateState();
        }
    }

    private sealed class Upload(UpdateDesk desk) : IDisposable
    {
        public void Dispose() => desk.Change(() => desk.uploads--);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "waking the updater: {Action}")]
    private partial void LogWake(UpdateAction action);

    [LoggerMessage(Level = LogLevel.Critical, Message = "updates are no longer planned")]
    private partial void LogBroken(Exception bug);

    [LoggerMessage(Level = LogLevel.Information, Message = "restarting into the other slot")]
    private partial void LogRestart();

    [LoggerMessage(Level = LogLevel.Warning, Message = "what is known of updates cannot be kept: {Reason}")]
    private partial void LogNotKept(string reason);
}
