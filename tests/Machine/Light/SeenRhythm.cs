namespace Hearth.Tests.Machine.Light;

/// <summary>A rhythm that was recognized.</summary>
/// <param name="Rhythm">Which.</param>
/// <param name="Since">When the first flash that shows it began, since the machine was switched on.</param>
internal readonly record struct SeenRhythm(Rhythm Rhythm, TimeSpan Since);
