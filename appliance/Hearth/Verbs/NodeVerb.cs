using System.CommandLine;
using Hearth.CommandLine;

namespace Hearth.Verbs;

/// <summary><c>hearth node</c>: the content daemon alone.</summary>
internal static class NodeVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions) =>
        actions.Run(new Command("node", "the content daemon alone"), RunAsync);

    private static Task<int> RunAsync(VerbCall call, CancellationToken stop) =>
        throw new VerbFailedException("this build holds no content daemon yet.");
}
