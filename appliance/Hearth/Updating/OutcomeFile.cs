using Hearth.Updates.Rollout;

namespace Hearth.Updating;

/// <summary>What <see cref="OutcomeReporting"/> keeps, as it stands on the disk. Words for outcomes: a converter for each enumeration weighs in the binary.</summary>
/// <param name="Waiting">The bundle that is still to be reported; null for none.</param>
/// <param name="Outcome">How its update ended; null for none.</param>
/// <param name="Due">When it is to be.</param>
/// <param name="Ends">When it is no longer of use.</param>
/// <param name="Last">The bundle that was reported last; null for none.</param>
/// <param name="LastAt">When.</param>
internal sealed record OutcomeFile(string? Waiting, string? Outcome, DateTimeOffset Due, DateTimeOffset Ends, string? Last, DateTimeOffset LastAt)
{
    /// <summary>What is to be kept.</summary>
    public static OutcomeFile Of(OutcomeReporting state) =>
        new(state.Waiting?.Bundle, state.Waiting is { } report ? WordOf(report) : null, state.Due, state.Ends, state.Last, state.LastAt);

    /// <summary>The word for how an update ended.</summary>
    public static string WordOf(OutcomeReport report) => report.Outcome switch
    {
        UpdateOutcome.Confirmed => nameof(UpdateOutcome.Confirmed),
        UpdateOutcome.FellBack => nameof(UpdateOutcome.FellBack),
        _ => nameof(UpdateOutcome.NotInstalled),
    };

    /// <summary>What was kept.</summary>
    public OutcomeReporting Read() => new()
    {
        Waiting = Waiting is null ? null : new OutcomeReport(Waiting, OutcomeOf(Outcome)),
        Due = Due,
        Ends = Ends,
        Last = Last,
        LastAt = LastAt,
    };

    private static UpdateOutcome OutcomeOf(string? word) => word switch
    {
        nameof(UpdateOutcome.Confirmed) => UpdateOutcome.Confirmed,
        nameof(UpdateOutcome.NotInstalled) => UpdateOutcome.NotInstalled,
        _ => UpdateOutcome.FellBack,
    };
}
