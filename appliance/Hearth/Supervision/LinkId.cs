namespace Hearth.Supervision;

/// <summary>Names one link of the supervisor; never used twice.</summary>
internal readonly record struct LinkId(int Value);
