using System.CommandLine;

namespace Hearth.CommandLine;

/// <summary>Which code runs for which verb.</summary>
internal sealed class VerbActions
{
    private readonly Dictionary<Command, VerbAction> actions = [];

    /// <summary>Says what a verb does, and returns it.</summary>
    /// <param name="verb">The verb, with its own options and arguments.</param>
    /// <param name="run">
    /// Does the work and returns the exit code. The token ends it: SIGINT or SIGTERM came.
    /// <see cref="VerbFailedException"/> and <see cref="WrongUsageException"/> become the one line that a user reads.
    /// </param>
    /// <param name="defaults">What <c>--web</c> and <c>--bind</c> are when nobody says; a device's unless given.</param>
    public Command Run(Command verb, Func<VerbCall, CancellationToken, Task<int>> run, OptionDefaults? defaults = null)
    {
        actions.Add(verb, new VerbAction(run, defaults ?? OptionDefaults.Device));
        return verb;
    }

    /// <summary>What a verb does; null for one that only holds others.</summary>
    public VerbAction? Of(Command verb) => actions.GetValueOrDefault(verb);
}
