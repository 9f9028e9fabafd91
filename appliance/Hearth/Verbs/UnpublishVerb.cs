using System.CommandLine;
using Hearth.Client;
using Hearth.CommandLine;

namespace Hearth.Verbs;

/// <summary><c>hearth unpublish</c>: takes a name off the network.</summary>
internal static class UnpublishVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Argument<string> name = new("NAME") { Description = "what to take back: photo.jpg, or whole, /p/alice/photo.jpg; with its version, that one alone" };
        return actions.Run(
            new Command("unpublish", "take back what you have published; neighbours may keep copies") { name },
            (call, stop) => RunAsync(call, call.Value(name), stop));
    }

    private static async Task<int> RunAsync(VerbCall call, string name, CancellationToken stop)
    {
        await new OwnerApi(call.Options.State).AskAsync("DELETE", PutVerb.PathOf(name), stop).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
