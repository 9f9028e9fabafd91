namespace Hearth.CommandLine;

/// <summary>What a verb does.</summary>
/// <param name="Run">The work; returns the exit code.</param>
/// <param name="Defaults">What <c>--web</c> and <c>--bind</c> are when nobody says.</param>
internal sealed record VerbAction(Func<VerbCall, CancellationToken, Task<int>> Run, OptionDefaults Defaults);
