using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hearth.Identity.State;
using Hearth.Updates.Rollout;
using Microsoft.Extensions.Logging;

namespace Hearth.Updating;

/// <summary>
/// Tells whoever publishes the channel how an update went, where the owner lets it: the bundle and one word, once, some
/// hours later.
/// </summary>
/// <param name="address">Whom it tells.</param>
/// <param name="folder">Where it keeps what waits.</param>
/// <param name="isAllowed">Whether the owner lets it.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Worth a line.</param>
internal sealed partial class OutcomeReporter(ReportAddress address, StateFolder folder, Func<bool> isAllowed, TimeProvider time, ILogger log)
{
    private const string StateFile = "report.json";

    // The wall clock may be set at any moment, and is looked at this often.
    private static readonly TimeSpan Glance = TimeSpan.FromMinutes(5);

    // For the way to a server, and for its whole answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private OutcomeReporting state = Read(folder);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A board without a clock chip has its wall clock set after each start. What waits for that alone would say when it was.
    private TimeSpan delay = DrawDelay(address);
    private long delayedFrom = time.GetTimestamp();

    /// <summary>An update ended.</summary>
    public void Observe(string bundle, UpdateOutcome outcome)
    {
        if (!isAllowed())
        {
            return;
        }

        lock (gate)
        {
            var drawn = DrawDelay(address);
            var next = state.Observe(new OutcomeReport(bundle, outcome), drawn, time.GetUtcNow());
            if (ReferenceEquals(next, state))
            {
                return;
            }

            TryKeep(next);
            (delay, delayedFrom) = (drawn, time.GetTimestamp());
            changed.TrySetResult();
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Reports what is due until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Task change;
            bool isDue;
            TimeSpan wait;
            lock (gate)
            {
                var (now, left) = (time.GetUtcNow(), delay - time.GetElapsedTime(delayedFrom));
                (change, isDue) = (changed.Task, state.IsDue(now) && left <= TimeSpan.Zero);
                left = state.Due - now > left ? state.Due - now : left;
                wait = state.Waiting is not null && left < Glance ? left : Glance;
            }

            if (isDue)
            {
                await SendAsync(stop).ConfigureAwait(false);
            }
            else
            {
                await Task.WhenAny(change, Task.Delay(wait, time, stop)).ConfigureAwait(false);
            }
        }
    }

    private async Task SendAsync(CancellationToken stop)
    {
        try
        {
            if (!isAllowed())
            {
                Change(waiting => waiting.Forget());
                return;
            }

            using var connection = new HttpConnection(
                await HttpRepository.ConnectAsync(address.Url, stop).ConfigureAwait(false), address.Url.Authority, Patience);

            // From here on it may have arrived, so it is not said again.
            if (TryGive(out var report))
            {
                // Hexadecimal digits and a word: nothing in them is to be escaped.
                var word = OutcomeFile.WordOf(report);
                var body = Encoding.ASCII.GetBytes($$"""{"bundle":"{{report.Bundle}}","outcome":"{{word}}"}""");
                using var patience = new CancellationTokenSource(Patience, time);
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
                await connection.AskAsync("POST", address.Url.PathAndQuery, 0, body, limit.Token).ConfigureAwait(false);
                LogSent(word, connection.Status);
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            LogNotSent(failure.Message);
            Change(waiting => waiting.Postpone(time.GetUtcNow()));
        }
    }

    private static TimeSpan DrawDelay(ReportAddress address) => address.MostDelay * (RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue);

    private bool TryGive([NotNullWhen(true)] out OutcomeReport? report)
    {
        lock (gate)
        {
            report = state.Waiting;
            return report is not null && TryKeep(state.Given(time.GetUtcNow()));
        }
    }

    private void Change(Func<OutcomeReporting, OutcomeReporting> change)
    {
        lock (gate)
        {
            TryKeep(change(state));
        }
    }

    // What cannot be kept is not said either: it might be said again and again.
    private bool TryKeep(OutcomeReporting next)
    {
        state = next;
        try
        {
            folder.Replace(StateFile, JsonSerializer.SerializeToUtf8Bytes(OutcomeFile.Of(next), UpdatingJson.Default.OutcomeFile));
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotKept(failure.Message);
            return false;
        }
    }

    private static OutcomeReporting Read(StateFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(folder.PathOf(StateFile)), UpdatingJson.Default.OutcomeFile)?.Read() ?? new OutcomeReporting();
        }
        catch (Exception absent) when (absent is JsonException or IOException or UnauthorizedAccessException)
        {
            return new OutcomeReporting();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "told the channel's publisher how the update went: {Outcome} (answer {Status})")]
    private partial void LogSent(string outcome, int status);

    [LoggerMessage(Level = LogLevel.Information, Message = "nobody to tell how the update went: {Reason}")]
    private partial void LogNotSent(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "how the update went is not told, as it cannot be kept that it was: {Reason}")]
    private partial void LogNotKept(string reason);
}
