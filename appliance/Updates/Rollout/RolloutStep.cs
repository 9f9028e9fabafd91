namespace Hearth.Updates.Rollout;

/// <summary>A wave: from a time on, so many devices.</summary>
/// <param name="Permille">Of a thousand devices, all waves up to this one together.</param>
/// <param name="AfterHours">Hours after the rollout's start.</param>
public sealed record RolloutStep(int Permille, int AfterHours);
