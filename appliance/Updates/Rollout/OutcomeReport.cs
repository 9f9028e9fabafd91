namespace Hearth.Updates.Rollout;

/// <summary>
/// What a device tells of an update, once, where its owner lets it: nothing that is the device's own. Two reports of one device
/// cannot be told from those of two, so whoever counts them takes a share, not a number, for the truth.
/// </summary>
/// <param name="Bundle">The hash of the manifest, in hex digits.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record OutcomeReport(string Bundle, UpdateOutcome Outcome);
