using System.CommandLine;

namespace Hearth.CommandLine;

/// <summary>Verbs that stand together in the help.</summary>
/// <param name="Title">What they are for.</param>
/// <param name="Verbs">In the order of the help.</param>
internal sealed record VerbGroup(string Title, IReadOnlyList<Command> Verbs);
