using Hearth.Identity.State;
using Hearth.Tests.TufClient;
using Hearth.Updates.Tuf;
using Hearth.Updating;

// The shipped TUF client behind the command line of tuf-conformance, so that a suite which nobody here wrote can drive it.
// Exit code 0: done. 1: refused or failed, with one line on stderr.
try
{
    var arguments = new Arguments(args);
    var folder = new StateFolder(arguments.Value("--metadata-dir"));
    switch (arguments.Command)
    {
        case "init":
            folder.Replace("root.json", await File.ReadAllBytesAsync(arguments.Operand));
            return 0;
        case "refresh":
            return await RefreshAsync(folder, arguments.Value("--metadata-url"), (_, _) => Task.FromResult(0));
        case "download":
            var (names, url, targets) = (arguments.Values("--target-name"), arguments.Value("--target-base-url"), arguments.Value("--target-dir"));
            return await RefreshAsync(folder, arguments.Value("--metadata-url"), (find, repository) => DownloadAsync(find, names, new TargetFolder(targets, repository, url)));
        default:
            throw new ArgumentException($"there is no command {arguments.Command}: init ROOT, refresh or download");
    }
}
catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException or OperationCanceledException or UriFormatException)
{
    return Fail(exception.Message);
}

static async Task<int> RefreshAsync(StateFolder folder, string url, Func<Func<string, Task<TufStep>>, HttpRepository, Task<int>> then)
{
    using var repository = new HttpRepository();
    var trusted = new TrustedFolder(folder);
    var client = new TufClient(trusted, new MetadataSignatures(), new TufLimits(), TimeProvider.System.GetUtcNow(), DateTimeOffset.MinValue);
    var exchange = new MetadataExchange(client, trusted, (file, most, cancel) => repository.ReadAsync(url, file, most, cancel));
    return await exchange.RunAsync(client.Refresh(), CancellationToken.None) is TufStep.Refused refused
        ? Fail(refused.Refusal.ToString())
        : await then(name => exchange.RunAsync(client.Find(name), CancellationToken.None), repository);
}

static async Task<int> DownloadAsync(Func<string, Task<TufStep>> find, IReadOnlyList<string> names, TargetFolder targets)
{
    foreach (var name in names)
    {
        var step = await find(name);
        var refusal = step is TufStep.Found found ? await targets.GetAsync(found, CancellationToken.None) : ((TufStep.Refused)step).Refusal;
        if (refusal is not null)
        {
            return Fail(refusal.ToString());
        }
    }

    return 0;
}

static int Fail(string line)
{
    Console.Error.WriteLine($"tuf-client: {line}");
    return 1;
}
