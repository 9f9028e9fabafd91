using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Hearth.Client;
using Hearth.CommandLine;
using Hearth.Identity.Trust;
using Hearth.Protocol;
using Hearth.Protocol.Consumer;
using Hearth.Protocol.Publications;

namespace Hearth.Verbs;

/// <summary><c>hearth get</c>: fetches the content of a name.</summary>
internal static class GetVerb
{
    private const string StandardOutput = "-";

    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Argument<string> name = new("NAME") { Description = "what to fetch, for example /p/alice/photo.jpg; its newest version unless it ends in one" };
        Option<string> output = new("--output", "-o")
        {
            HelpName = "FILE",
            Description = "where to (`-`: the standard output; else the name's last part, or the standard output where that is no terminal)",
        };
        return actions.Run(
            new Command("get", "fetch a file, verified") { name, output },
            (call, stop) => RunAsync(call, NameArgument.Parse(call.Value(name)), call.Value(output), stop));
    }

    private static async Task<int> RunAsync(VerbCall call, Name name, string? asked, CancellationToken stop)
    {
        var path = PathFor(name, asked);
        var clock = TimeProvider.System;
        var trust = new OwnerTrust(PinStore.Open(call.Options.State.Root), clock);
        using var socket = await ForwarderSocket.ConnectAsync(call.Options.ClientTransport, stop).ConfigureAwait(false);
        using var output = path == StandardOutput ? FetchOutput.ToStandardOutput() : FetchOutput.ToFile(path);
        var runner = new ContentFetch(socket, clock);
        var options = new FetchOptions
        {
            ExpectsManifest = NameArgument.IsPersonal(name),
            Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
        };
        var fetch = new Fetch(name, output, trust, options, runner.Now);
        var terminal = Console.IsErrorRedirected ? null : call.Error;
        var progress = new ProgressBar(terminal, path == StandardOutput ? name.ToString() : Path.GetFileName(path), clock);
        try
        {
            await Task.Run(() => runner.Run(fetch, progress.Show, stop), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            progress.Clear();
        }

        if (fetch.State == FetchState.Failed)
        {
            throw new VerbFailedException(Reason(fetch, trust, options));
        }

        output.Complete();
        Remark(call.Error, fetch, trust);
        if (terminal is not null && path != StandardOutput)
        {
            await terminal.WriteLineAsync(Summary(fetch, path, runner.Now)).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    private static string PathFor(Name name, string? asked)
    {
        if (asked is not null)
        {
            return Directory.Exists(asked) ? throw new WrongUsageException($"--output {asked}: that is a folder; give a file in it.") : asked;
        }

        if (Console.IsOutputRedirected)
        {
            return StandardOutput;
        }

        var content = PublicationNames.TryGetSegment(name, out _) ? name.Prefix(-1) : name;
        content = PublicationNames.TryGetVersion(content, out _) ? content.Prefix(-1) : content;
        var file = content.Count > 0 ? content.Last.ToString() : "";
        if (file.Length is 0 or > 200 || file.StartsWith('.') || file.Contains('=', StringComparison.Ordinal) || file.Contains('%', StringComparison.Ordinal))
        {
            throw new WrongUsageException($"'{name}' gives no name for a file; say where to write with -o FILE.");
        }

        return File.Exists(file) ? throw new VerbFailedException($"{file} exists; say `-o {file}` to replace it, or give another file.") : file;
    }

    private static string Reason(Fetch fetch, OwnerTrust trust, FetchOptions options) => fetch.Failure switch
    {
        FetchFailure.NotPublished => $"{fetch.Name} is not published. Check the name, or ask its owner.",
        FetchFailure.NoRoute => $"the forwarder knows no way to {fetch.Name}. Is its owner's board on? `hearth route add PREFIX FACE` adds a way.",
        FetchFailure.Timeout => string.Create(
            CultureInfo.InvariantCulture,
            $"nobody answered for {fetch.Name} in {options.Patience.TotalSeconds:0} s. Its owner's board may be off; try again later."),
        FetchFailure.Untrusted => trust.Refusal?.ToString() ?? $"{fetch.Name} is not its owner's: refused.",
        FetchFailure.WrongSegment =>
            $"a segment of {fetch.Name} is not the one that its owner signed for, in every copy that came: refused. Try again later, or by another way.",
        _ => $"what came for {fetch.Name} does not fit together: refused. Try again later, or tell its owner.",
    };

    private static void Remark(TextWriter error, Fetch fetch, OwnerTrust trust)
    {
        if (trust.FirstSight is { } first)
        {
            error.WriteLine($"hearth: {first}{(trust.IsPinned ? "" : " That cannot be remembered: the state folder cannot be written, or is full of pins.")}");
        }

        if (fetch.MayBeOld)
        {
            error.WriteLine($"hearth: nobody answered who knows the newest version of {fetch.Name}; this one was in a cache on the way.");
        }

        if (fetch.IsIntegrityOnly)
        {
            error.WriteLine($"hearth: {fetch.Name} came whole, but nobody vouches for whose it is (it is not under /p).");
        }
    }

    private static string Summary(Fetch fetch, string path, TimeSpan took) => string.Create(
        CultureInfo.InvariantCulture,
        $"{path}: {Quantity.Bytes((ulong)fetch.ContentBytes)} in {took.TotalSeconds:0.0} s ({Quantity.Bytes((ulong)(fetch.ContentBytes / took.TotalSeconds))}/s), every byte verified");
}
