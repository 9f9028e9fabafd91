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

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private OutcomeReporting state = Read(folder);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>An update ended.</summary>
    public void Observe(string bundle, UpdateOutcome outcome)
    {
        if (!isAllowed())
        {
            return;
        }

        lock (gate)
        {
            var delay = address.MostDelay * (RandomNumberGenerator.GetInt32(1000) / 1000.0);
            TryKeep(state.Observe(new OutcomeReport(bundle, outcome), delay, time.GetUtcNow()));
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
                var now = time.GetUtcNow();
                (change, isDue) = (changed.Task, state.IsDue(now));
                wait = state.Waiting is not null && state.Due - now < Glance ? state.Due - now : Glance;
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
                Change(state.Forget());
                return;
            }

            using var connection = new HttpConnection(
                await HttpRepository.ConnectAsync(address.Url, stop).ConfigureAwait(false), address.Url.Authority, Patience);

            // From here on it may have arrived, so it is not said again.
            var report = state.Waiting!;
            if (Change(state.Given(time.GetUtcNow())))
            {
                // Hexadecimal digits and a word: nothing in them is to be escaped.
                var word = OutcomeFile.WordOf(report);
                var body = Encoding.ASCII.GetBytes($$"""{"bundle":"{{report.Bundle}}","outcome":"{{word}}"}""");
                await connection.AskAsync("POST", address.Url.PathAndQuery, 0, body, stop).ConfigureAwait(false);
                LogSent(word, connection.Status);
            }
        }
        catch (IOException failure)
        {
            LogNotSent(failure.Message);
            Change(state.Postpone(time.GetUtcNow()));
        }
    }

    private bool Change(OutcomeReporting next)
    {
        lock (gate)
        {
            return TryKeep(next);
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
