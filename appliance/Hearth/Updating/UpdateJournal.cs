using System.Security.Cryptography;
using System.Text.Json;
using Hearth.Identity.State;
using Hearth.Updates.Rollout;
using Hearth.Web;
using Microsoft.Extensions.Logging;

namespace Hearth.Updating;

/// <summary>What the node keeps of its updates over restarts, and what became of the version that was tried.</summary>
/// <param name="folder">Where it is kept.</param>
/// <param name="running">The version that runs.</param>
/// <param name="log">Worth a line.</param>
internal sealed partial class UpdateJournal(StateFolder folder, string running, ILogger log)
{
    private const string StateFile = "state.json";

    // As many as the panel draws.
    private const int MostEvents = 20;

    // What the other slot holds has a number that only it knows.
    private const string ToBefore = "";

    /// <summary>What is kept.</summary>
    public UpdateState State { get; private set; } = Read(folder);

    /// <summary>How the last round ended, as it is now: once what it wrote has been judged, it runs, or did not stay.</summary>
    public UpdateReport Last => State.Last is { Phase: UpdatePhase.Armed } armed && State.Trial is null
        ? armed with { Phase = UpdatePhase.Nothing, Fault = (armed.Version == running ? OfferFault.Current : OfferFault.FellBack).ToString() }
        : State.Last;

    /// <summary>Something is to be tried that was written in this start of the machine: the restart is still to come.</summary>
    public bool AwaitsRestart => State.Trial is not null && State.TrialBoot == BootId();

    /// <summary>Keeps what has changed.</summary>
    public void Save(UpdateState next)
    {
        State = next with { Jitter = next.Jitter ?? RandomNumberGenerator.GetInt32(1000) / 1000.0 };
        try
        {
            folder.Replace(StateFile, JsonSerializer.SerializeToUtf8Bytes(State, UpdatingJson.Default.UpdateState));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotKept(failure.Message);
        }
    }

    /// <summary>What is written is tried after the next start.</summary>
    /// <param name="next">What else has changed.</param>
    /// <param name="trial">The update.</param>
    /// <param name="bundle">The hash of its bundle's manifest, in hex digits.</param>
    public void Try(UpdateState next, UpdateEvent trial, string? bundle) => Save(next with { Trial = trial, TrialBoot = BootId(), TrialBundle = bundle });

    /// <summary>The version before is tried after the next start.</summary>
    public void TryBefore(DateTimeOffset now) => Try(State, new UpdateEvent(now, running, ToBefore, "", 0, 0), null);

    /// <summary>Judges what was tried; in the start that armed it nothing is known yet.</summary>
    /// <param name="isProven">The version that runs is.</param>
    /// <returns>What became of it; null where nothing was tried, or is being tried still.</returns>
    public UpdateEvent? Settle(bool isProven)
    {
        if (State.Trial is not { } trial || State.TrialBoot == BootId())
        {
            return null;
        }

        var isBack = trial.To == ToBefore;
        var runs = isBack ? trial.From != running : trial.To == running;
        if (runs && !isProven)
        {
            return null;
        }

        var outcome = (isBack, runs) switch { (false, true) => "confirmed", (false, false) => "fellBack", (true, true) => "wentBack", _ => "notBack" };
        var settled = trial with { To = isBack ? running : trial.To, Outcome = outcome };
        Save(State with { Trial = null, TrialBoot = null, TrialBundle = null, History = [settled, .. State.History.Take(MostEvents - 1)] });
        return settled;
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

    private static UpdateState Read(StateFolder folder)
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "what is known of updates cannot be kept: {Reason}")]
    private partial void LogNotKept(string reason);
}
