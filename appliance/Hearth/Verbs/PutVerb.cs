using System.CommandLine;
using System.Text.Json;
using Hearth.Client;
using Hearth.CommandLine;

namespace Hearth.Verbs;

/// <summary><c>hearth put</c>: publishes a file.</summary>
internal static class PutVerb
{
    private const string StandardInput = "-";

    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Argument<string> name = new("NAME") { Description = "under which name: photo.jpg, or whole, /p/alice/photo.jpg" };
        Argument<string> file = new("FILE") { Description = "what to publish (`-`: the standard input)" };
        return actions.Run(
            new Command("put", "publish a file under your namespace") { name, file },
            (call, stop) => RunAsync(call, call.Value(name), call.Value(file), stop));
    }

    private static async Task<int> RunAsync(VerbCall call, string name, string file, CancellationToken stop)
    {
        var path = PathOf(name);
        using var content = file == StandardInput ? Console.OpenStandardInput() : Open(file);
        // A pipe or a device has no length to announce.
        var length = content.CanSeek ? content.Length : (long?)null;
        var answer = await new OwnerApi(call.Options.State).UploadAsync(path, content, length, stop).ConfigureAwait(false);
        var published = JsonSerializer.Deserialize(answer, OwnerApiJson.Default.OwnerApiFile)!;
        await call.Out.WriteLineAsync($"{published.Name}/v={published.Version}").ConfigureAwait(false);
        return ExitCode.Done;
    }

    /// <summary>Where a name is in the owner API.</summary>
    /// <exception cref="WrongUsageException">It is empty.</exception>
    internal static string PathOf(string name) =>
        name.Trim('/').Length == 0
            ? throw new WrongUsageException($"'{name}' is no name; write for example photo.jpg, or /p/alice/photo.jpg.")
            : $"/api/files/{Uri.EscapeDataString(name)}";

    private static FileStream Open(string file)
    {
        if (Directory.Exists(file))
        {
            throw new VerbFailedException($"{file} is a folder; publish its files one by one.");
        }

        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new VerbFailedException($"there is no file {file}; look at its spelling.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new VerbFailedException($"{file} cannot be read; look at its permissions.");
        }
    }
}
