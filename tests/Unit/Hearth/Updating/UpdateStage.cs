using System.Formats.Tar;
using System.Text;
using System.Text.RegularExpressions;
using Hearth.Release.Bundles;
using Hearth.Release.Commands;
using Hearth.Tests.Release;
using Xunit;

namespace Hearth.Tests.Updating;

/// <summary>A channel of the shipped release tool, and whatever appliances a test starts: each with real processes, and files for its partitions.</summary>
internal sealed class UpdateStage : IAsyncDisposable
{
    public const string Board = "test/board";
    public const string Prefix = "/hearth/updates/test";

    private readonly List<HearthProcess> processes = [];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hup");

    public UpdateStage(string board = Board)
    {
        Release("init", Channels, "--keys", Keys);
        Publish("1", board);
        Publish("2", board);
    }

    public string Channels => PathOf("channels");

    private string Keys => PathOf("keys");

    public string PathOf(string name) => Path.Join(folder.FullName, name);

    public void Publish(string version, string board = Board, string channel = "stable")
    {
        TestImages.Write(PathOf($"images-{version}"), version);
        Release("publish", Channels, "--keys", Keys, "--channel", channel, "--board", board, "--images", PathOf($"images-{version}"), "--version", version, "--changes", "Fixes");
    }

    /// <summary>The newest version in one file.</summary>
    public string Pack(string board = Board)
    {
        Release("pack", Channels, "--channel", "stable", "--board", board, "--to", PathOf("update.tar"));
        return PathOf("update.tar");
    }

    /// <summary>The same, somebody else having put other bytes in the place of those that have this in their paths.</summary>
    public string PackFalsified(string part)
    {
        var falsified = Falsify(part);
        using var packed = new TarReader(File.OpenRead(Pack()));
        using var file = new TarWriter(File.Create(PathOf("falsified.tar")));
        while (packed.GetNextEntry(copyData: true) is { } entry)
        {
            using var content = File.OpenRead(Path.Join(falsified, entry.Name));
            entry.DataStream = content;
            file.WriteEntry(entry);
        }

        return PathOf("falsified.tar");
    }

    /// <summary>Signs the timestamp again, at some time.</summary>
    public void Refresh(DateTimeOffset at) => Release(new TestTime(at), "refresh", Channels, "--keys", Keys);

    /// <summary>Starts the release tool as a process.</summary>
    public HearthProcess StartRelease(params string[] arguments)
    {
        var process = HearthProcess.StartRelease(arguments);
        processes.Add(process);
        return process;
    }

    /// <summary>What the release tool says to what was counted.</summary>
    public string Watch(string counts) => Release("watch", Channels, "--keys", Keys, "--counts", counts);

    public SlotContent ImagesOf(string version) => SlotContent.Read(PathOf($"images-{version}"));

    /// <summary>An appliance that runs version 1 from slot A, and whose other slot holds noise.</summary>
    public async Task<UpdatedAppliance> StartApplianceAsync(string name, string? server = null, string runs = "1", string? wake = null, string? reports = null, string? settings = null)
    {
        var appliance = new UpdatedAppliance(PathOf(name), this);
        appliance.Prepare(ImagesOf("1"), runs, server, reports, settings);
        await StartAsync(appliance, "a", wake);
        return appliance;
    }

    /// <summary>Starts what runs on an appliance, from a slot.</summary>
    public async Task StartAsync(UpdatedAppliance appliance, string slot, string? wake = null)
    {
        var supervise = Start(appliance.State, "supervise", "--simulated", "--slots", appliance.Slots, "--slot", slot);
        appliance.Node = Start(appliance.State, "node", "--supervisor", $"{appliance.State}/run/supervisor.sock", "--channel", appliance.Channel, "--updater-wake", wake ?? appliance.Wake);
        await supervise.LineAsync("^Hearth is ready");
        appliance.Supervise = supervise;
    }

    /// <summary>A node that serves the channel's folder, or another one, and nothing else.</summary>
    public async Task<(string State, HearthProcess Process)> StartPublisherAsync(string name = "pub", string? folder = null)
    {
        var state = PathOf(name);
        Directory.CreateDirectory(state);
        var process = Start(state, "node", "--updates", folder ?? Channels, "--updates-prefix", Prefix);
        await PortAsync(state);
        return (state, process);
    }

    /// <summary>A copy of the channel's folder, in which the files that have this in their paths hold other bytes.</summary>
    public string Falsify(string part)
    {
        var copy = PathOf("lies");
        foreach (var file in Directory.EnumerateFiles(Channels, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Channels, file);
            var bytes = File.ReadAllBytes(file);
            if (path == "metadata/timestamp.json")
            {
                // A signed version is what it is; this one says more of itself.
                bytes = Encoding.ASCII.GetBytes(Regex.Replace(Encoding.ASCII.GetString(bytes), "(\"spec_version\":\"[^\"]*\",\"version\":)", "${1}9"));
            }
            else
            {
                bytes[^1] ^= 1;
            }

            var to = Path.Join(copy, path);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.WriteAllBytes(to, path.Contains(part, StringComparison.Ordinal) ? bytes : File.ReadAllBytes(file));
        }

        return copy;
    }

    /// <summary>Has one node ask another for updates; of several the cheapest first.</summary>
    public static async Task RouteAsync(string state, string to, int cost = 0)
    {
        var port = await PortAsync(to);
        var (code, output) = await HearthProcess.RunAsync(state, "route", "add", Prefix, $"udp4://127.0.0.1:{port}", "--cost", $"{cost}");
        Assert.True(code == 0, output);
    }

    public HearthProcess Start(string state, params string[] arguments)
    {
        var process = HearthProcess.Start(state, arguments);
        processes.Add(process);
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(processes))
        {
            await process.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private static async Task<int> PortAsync(string state)
    {
        while (true)
        {
            // As long as it starts, each try ends at once; a node that never starts is the test's timeout.
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var (code, output) = await HearthProcess.RunAsync(state, "face", "channels");
            if (code == 0 && Regex.Match(output, @"udp4://127\.0\.0\.1:(\d+)") is { Success: true } match)
            {
                return int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }

    private static string Release(params string[] words) => Release(TimeProvider.System, words);

    private static string Release(TimeProvider time, params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.True(ReleaseCommandLine.Run(words, output, error, time) == 0, error.ToString());
        return output.ToString();
    }
}
