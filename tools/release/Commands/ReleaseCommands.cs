using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Release.Bundles;
using Hearth.Release.Reports;
using Hearth.Release.Signing;
using Hearth.Updates.Bundle;
using Hearth.Updates.Rollout;

namespace Hearth.Release.Commands;

/// <summary>What the tool does.</summary>
internal static class ReleaseCommands
{
    // Devices that skip more releases take the chunks.
    private const int DeltasFrom = 3;

    private static readonly Option Keys = new("--keys", "KEYS", "the folder of the keys");
    private static readonly Option Channel = new("--channel", "CHANNEL", "stable or beta");
    private static readonly Option Counts = new("--counts", "FILE", "the file of what was counted");
    private static readonly Option Board = new("--board", "VENDOR/BOARD", "as below board-support/");

    public static IReadOnlyList<Command> All { get; } =
    [
        new("init", "make the keys and an empty repository", [
            Keys,
            new("--root-keys", "N", "how many root keys", "1"),
            new("--threshold", "N", "how many of them have to sign", "1")], Initialize),
        new("publish", "make a bundle of a slot's images and roll it out", [
            Keys, Channel, Board,
            new("--images", "FOLDER", "what the image builder left, out/build/VENDOR-BOARD"),
            new("--version", "VERSION", "the version of the software"),
            new("--changes", "TEXT", "what changed, for owners", ""),
            new("--days", "DAYS", "days between the waves", Waves.DaysBetween)], Publish),
        new("pack", "put the newest bundle, and what is signed of it, into one file for `hearth update apply FILE`", [
            Channel, Board,
            new("--to", "FILE", "the file, such as update.tar")], Pack),
        new("refresh", "sign snapshot, timestamp and brakes again: every day, by a timer", [Keys], Refresh),
        new("halt", "let no more devices take the newest bundle", [Keys, Channel, Board], Halt),
        new("resume", "let a halted rollout go on", [Keys, Channel, Board], Resume),
        new("withdraw", "take the newest bundle out of the channel", [Keys, Channel, Board], Withdraw),
        new("tally", "halt the newest bundle's rollout where too many report failures", [
            Keys, Channel, Board,
            new("--succeeded", "N", "devices that confirmed it"),
            new("--failed", "N", "devices that did not")], Tally),
        new("collect", "count what devices report, until told to end; it has no keys", [
            Counts,
            new("--listen", "ADDRESS:PORT", "where devices reach it", "127.0.0.1:8420"),
            new("--per-address", "N", "reports of a bundle that count from an address in a day", "1"),
            new("--address-header", "NAME", "the field in which a proxy in front names the sender, such as X-Forwarded-For", "")], Collect),
        new("watch", "halt every rollout of which too many failures were collected: by a timer", [Keys, Counts], Watch),
        new("compare", "say what devices on other images fetch to get these (CHANNELS: the new images, or one file)", [
            new("--from", "FOLDER", "the images that devices run, as for publish --images, or one file")], Compare),
        new("rotate", "give a role new keys", [
            Keys,
            new("--role", "ROLE", string.Join(", ", Role.All.Select(role => role.Name)))], Rotate),
    ];

    private static string Initialize(Arguments arguments, DateTimeOffset now)
    {
        foreach (var folder in (string[])[arguments.Folder, arguments["--keys"]])
        {
            if (File.Exists(folder))
            {
                throw new ReleaseException($"{folder} is a file: name a folder, which is made");
            }
        }

        var count = arguments.Number("--root-keys", 1, 9);
        Repository.Create(new PublishedFolder(arguments.Folder), new KeyFolder(arguments["--keys"]), count, arguments.Number("--threshold", 1, count), now);
        return $"{arguments.Folder} is ready. Move {arguments["--keys"]}/offline to a medium that lies in a drawer; devices trust {arguments.Folder}/metadata/1.root.json.";
    }

    private static string Publish(Arguments arguments, DateTimeOffset now)
    {
        var repository = arguments.Open(now);
        var (track, version) = (arguments.Track, arguments["--version"]);
        var rollout = Waves.Describe(arguments["--days"], now);
        if (repository.Bundles.Any(bundle => bundle.Track == track && ReleaseVersion.Compare(bundle.Version, version) == 0))
        {
            throw new ReleaseException($"{version} is published in {track} already, and devices that have it take it for what they run: give this one another version");
        }

        repository.RequireKeys(Role.Targets, Role.Snapshot, Role.Timestamp);
        var earlier = EarlierBundles(repository, arguments["--board"]);
        var manifest = new BundleMaker(repository.Folder).Make(arguments["--board"], version, ReadImages(arguments["--images"]), earlier).Encode();
        if (!BundleManifest.TryRead(manifest, new BundleLimits(), out _, out var refusal))
        {
            throw new ReleaseException($"devices would refuse this bundle: {refusal.Detail}");
        }

        repository.AddTarget(repository.Targets, $"{track}/bundle", manifest, new JsonObject
        {
            ["board"] = arguments["--board"],
            ["version"] = version,
            ["changes"] = arguments["--changes"],
            ["rollout"] = rollout,
        });
        repository.Publish(Role.Targets, Role.Snapshot, Role.Timestamp);
        return $"{version} is published in {track}; a hundredth of the devices takes it now, all of them by {now.AddHours((int)rollout["steps"]!.AsArray()[^1]!["hours"]!).UtcDateTime:yyyy-MM-dd}.";
    }

    private static string Pack(Arguments arguments, DateTimeOffset now)
    {
        var repository = Repository.Read(new PublishedFolder(arguments.Folder), now);
        var (hash, version) = Newest(repository, arguments.Track);
        var target = $"targets/{arguments.Track}/{hash}.bundle";
        if (!BundleManifest.TryRead(repository.Folder.ReadHashed(target), new BundleLimits(), out var manifest, out var refusal))
        {
            throw new ReleaseException($"{target} is no bundle: {refusal.Detail}");
        }

        var bytes = UpdateFile.Pack(repository, target, manifest, arguments["--to"]);
        return $"{arguments["--to"]} has {version} for {arguments.Track} in {bytes} bytes; devices take it until {repository.Expiry.UtcDateTime:yyyy-MM-dd}.";
    }

    private static string Refresh(Arguments arguments, DateTimeOffset now)
    {
        arguments.Open(now).Publish(Role.Brake, Role.Snapshot, Role.Timestamp);
        return $"Signed until {(now + Role.Timestamp.Lifetime).UtcDateTime:yyyy-MM-dd}.";
    }

    private static string Halt(Arguments arguments, DateTimeOffset now)
    {
        var repository = arguments.Open(now);
        Brake(repository, arguments.Track, 0);
        return $"No more devices take {Newest(repository, arguments.Track).Version}; those that have it keep it.";
    }

    private static string Resume(Arguments arguments, DateTimeOffset now)
    {
        var repository = arguments.Open(now);
        var (hash, version) = Newest(repository, arguments.Track);
        if (BrakeOn(repository, arguments.Track, hash) is null or RolloutPlan.Everyone)
        {
            throw new ReleaseException($"{arguments.Track} is not halted");
        }

        // It stays, and lets everyone through: `watch` sees that somebody decided.
        Brake(repository, arguments.Track, RolloutPlan.Everyone);
        return $"{version} goes on as planned.";
    }

    private static string Withdraw(Arguments arguments, DateTimeOffset now)
    {
        var repository = arguments.Open(now);
        var (_, version) = Newest(repository, arguments.Track);
        repository.Targets.Remove($"{arguments.Track}/bundle");
        repository.Publish(Role.Targets, Role.Snapshot, Role.Timestamp);
        return $"{version} is out of {arguments.Track}; devices that have it keep it until a newer one is published.";
    }

    private static string Tally(Arguments arguments, DateTimeOffset now)
    {
        var repository = arguments.Open(now);
        var (_, version) = Newest(repository, arguments.Track);
        var tally = new OutcomeTally();
        tally.Add(arguments.Number("--succeeded", 0, int.MaxValue), arguments.Number("--failed", 0, int.MaxValue));
        if (!tally.MustStop)
        {
            return $"{version} goes on: {tally.Failed} of {tally.Succeeded + tally.Failed} failed.";
        }

        Brake(repository, arguments.Track, 0);
        return $"{version} is halted: {tally.Failed} of {tally.Succeeded + tally.Failed} failed.";
    }

    private static string Collect(Arguments arguments, DateTimeOffset now)
    {
        if (!IPEndPoint.TryParse(arguments["--listen"], out var address))
        {
            throw new WrongUsageException($"--listen {arguments["--listen"]}: write an address and a port, such as 127.0.0.1:8420");
        }

        var channels = new PublishedFolder(arguments.Folder);
        Repository.Read(channels, now);
        try
        {
            return CollectAsync(channels, arguments, address).GetAwaiter().GetResult();
        }
        catch (SocketException refusal)
        {
            throw new WrongUsageException($"--listen {address}: {refusal.Message}");
        }
    }

    private static async Task<string> CollectAsync(PublishedFolder channels, Arguments arguments, IPEndPoint address)
    {
        var gate = new ReportGate(arguments.Number("--per-address", 1, byte.MaxValue));
        await using var collector = await OutcomeCollector.StartAsync(channels, arguments["--counts"], gate, address, arguments["--address-header"], TimeProvider.System);
        Console.Out.WriteLine($"Counting at {collector.Url}.");
        await collector.WaitAsync();
        return "No longer counting.";
    }

    private static string Watch(Arguments arguments, DateTimeOffset now)
    {
        var repository = arguments.Open(now);
        var counts = OutcomeCounts.Open(arguments["--counts"]);
        var lines = new List<string>();
        foreach (var (track, hash, version) in repository.Bundles.ToList())
        {
            var tally = counts[hash];
            var brake = BrakeOn(repository, track, hash);
            if (tally.MustStop && brake is null)
            {
                Brake(repository, track, 0);
            }

            var state = brake switch
            {
                null => tally.MustStop ? "is halted" : "goes on",
                RolloutPlan.Everyone => "goes on, as somebody resumed it",
                _ => "was halted before",
            };
            var reports = counts.IsBegun ? $"{tally.Failed} of {tally.Succeeded + tally.Failed} failed" : $"no reports, as there is no file {arguments["--counts"]} yet";
            lines.Add($"{track}: {version} {state}: {reports}.");
        }

        return string.Join('\n', lines);
    }

    private static string Compare(Arguments arguments, DateTimeOffset now)
    {
        if (File.Exists(arguments["--from"]) && File.Exists(arguments.Folder))
        {
            return FetchComparison.RunFiles(arguments["--from"], arguments.Folder);
        }

        RequireImages(arguments["--from"]);
        RequireImages(arguments.Folder);
        return FetchComparison.Run(arguments["--from"], arguments.Folder);
    }

    private static string Rotate(Arguments arguments, DateTimeOffset now)
    {
        var role = Role.All.FirstOrDefault(role => role.Name == arguments["--role"])
            ?? throw new WrongUsageException($"--role {arguments["--role"]}: it is one of {string.Join(", ", Role.All.Select(role => role.Name))}");
        arguments.Open(now).Rotate(role);
        return $"{role.Name} has new keys; its old ones sign nothing any more.";
    }

    // How many devices of a thousand somebody let take a bundle; null where nobody decided.
    private static int? BrakeOn(Repository repository, string track, string bundle) =>
        repository.Brakes[$"brake/{track}"]?["custom"] is { } brake && (string?)brake["bundle"] == bundle ? (int)brake["permille"]! : null;

    private static void Brake(Repository repository, string track, int permille)
    {
        var brake = new JsonObject { ["bundle"] = Newest(repository, track).Hash, ["permille"] = permille };
        repository.AddTarget(repository.Brakes, $"brake/{track}", Encoding.UTF8.GetBytes(brake.ToJsonString()), brake);
        repository.Publish(Role.Brake, Role.Snapshot, Role.Timestamp);
    }

    private static (string Hash, string Version) Newest(Repository repository, string track) => repository.Targets[$"{track}/bundle"] is { } target
        ? ((string)target["hashes"]!["sha256"]!, (string)target["custom"]!["version"]!)
        : throw new ReleaseException($"{track} has no bundle; publish one with `release publish`");

    private static SlotContent ReadImages(string folder)
    {
        RequireImages(folder);
        return SlotContent.Read(folder);
    }

    private static void RequireImages(string folder)
    {
        foreach (var file in (string[])[SlotContent.KernelFile, SlotContent.RootFile, "root/verity"])
        {
            if (!File.Exists(Path.Join(folder, file)))
            {
                throw new ReleaseException($"{folder} has no {file}: build it with `UNTIL=slot image-builder/build VENDOR/BOARD`");
            }
        }
    }

    // What devices of the board may run, the last first, put together again from what is published.
    private static List<SlotContent> EarlierBundles(Repository repository, string board)
    {
        var manifests = new List<(BundleManifest Manifest, DateTime Written)>();
        foreach (var channel in (string[])["stable", "beta"])
        {
            var folder = Path.Join(repository.Folder.Path, "targets", channel, board);
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.bundle") : [])
            {
                var name = Path.GetRelativePath(repository.Folder.Path, file);
                if (BundleManifest.TryRead(repository.Folder.ReadHashed(name), new BundleLimits(), out var manifest, out _))
                {
                    manifests.Add((manifest, File.GetLastWriteTimeUtc(file)));
                }
            }
        }

        return [.. manifests.OrderByDescending(item => item.Written).DistinctBy(item => item.Manifest.Root.Hash).Take(DeltasFrom).Select(item => PublishedBundle.Rebuild(item.Manifest, repository.Folder))];
    }
}
