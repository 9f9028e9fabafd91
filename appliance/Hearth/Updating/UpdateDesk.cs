using System.Text.Json;
using Hearth.Supervision;
using Hearth.Updates.Fetch;
using Hearth.Updates.Rollout;
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
/// <param name="journal">What it knows, over restarts.</param>
/// <param name="reporter">Tells others how updates went; null where nobody wants to know.</param>
/// <param name="link">The supervisor.</param>
/// <param name="wake">Has init start the updater; null where somebody else does.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Worth a line.</param>
internal sealed partial class UpdateDesk(
    Channel channel, UpdateCarriage carriage, BroughtFile brought, UpdateJournal journal, OutcomeReporter? reporter, SupervisorLink? link, Action? wake,
    TimeProvider time, ILogger log)
{
    // An updater that says nothing for so long has ended, or never came: it was ended as hung before.
    private static readonly TimeSpan Silence = UpdaterHost.HangBound + TimeSpan.FromMinutes(5);

    // The wall clock may be set at any moment, and is looked at this often.
    private static readonly TimeSpan Glance = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly DateTimeOffset started = time.GetUtcNow();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
            var shown = doing != UpdateAction.None ? report : asked != UpdateAction.None ? new UpdateReport { Phase = UpdatePhase.Checking } : journal.Last;
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
                CheckedAt = journal.State.EndedAt,
                CheckAt = UpdateSchedule.CheckAt(schedule, now),
                InstallAt = UpdateSchedule.InstallAt(schedule, now) is var at && at < DateTimeOffset.MaxValue ? at : null,
                History = journal.State.History,
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
            journal.TryBefore(time.GetUtcNow());
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
        if (minutes != journal.State.UtcOffsetMinutes && Math.Abs(minutes) <= 14 * 60)
        {
            Change(() => journal.Save(journal.State with { UtcOffsetMinutes = minutes }));
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
        mustRestart = journal.AwaitsRestart;
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
        var next = journal.State with { EndedAt = now, Failures = end.Phase == UpdatePhase.Failed ? journal.State.Failures + 1 : 0, Last = end };
        if (isArmed)
        {
            journal.Try(
                next,
                new UpdateEvent(now, channel.Version, end.Version ?? "", "", end.FetchedBytes, (now - began).TotalSeconds, end.NeighbourBytes, end.ServerBytes),
                end.Bundle);
        }
        else
        {
            journal.Save(next);
        }

        if (end is { IsInstallFault: true, Bundle: { } bundle })
        {
            reporter?.Observe(bundle, UpdateOutcome.NotInstalled);
        }

        carriage.PrefersServer = journal.State.Failures > 0;
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
        EndedAt = journal.State.EndedAt,
        Failures = journal.State.Failures,
        IsAvailable = journal.State.Last.Phase == UpdatePhase.Available || journal.State.Last.NotBefore is not null,
        NotBefore = journal.State.Last.NotBefore,
        IsBusy = doing != UpdateAction.None || mustRestart || link?.View.Slots is { Unproven: true },
        IsUploading = uploads > 0,
        Jitter = journal.State.Jitter ?? 0,
        UtcOffset = TimeSpan.FromMinutes(journal.State.UtcOffsetMinutes),
    };

    private void SettleTrial()
    {
        lock (gate)
        {
            var bundle = journal.State.TrialBundle;
            if (journal.Settle(link?.View.Slots is { Unproven: false }) is { } settled && bundle is not null)
            {
                reporter?.Observe(bundle, settled.Outcome == "confirmed" ? UpdateOutcome.Confirmed : UpdateOutcome.FellBack);
            }
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

}
