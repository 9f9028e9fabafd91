using Xunit;

namespace Hearth.Tests.Interop;

/// <summary>Avahi on a host of the lab, with a message bus of its own: the multicast DNS that most of the world's Linux has.</summary>
internal sealed class Avahi : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("avahi");
    private readonly LabHost host;
    private ChildProcess? bus;
    private ChildProcess? daemon;

    private Avahi(LabHost host) => this.host = host;

    private string BusAddress => $"unix:path={folder.FullName}/bus";

    /// <summary>Starts it under a name of its own, and waits until it serves.</summary>
    public static async Task<Avahi> StartAsync(LabHost host, string hostName, CancellationToken cancel)
    {
        var avahi = new Avahi(host);
        var busConfiguration = Path.Combine(avahi.folder.FullName, "bus.conf");
        var configuration = Path.Combine(avahi.folder.FullName, "avahi.conf");
        await File.WriteAllTextAsync(busConfiguration, $"""
            <busconfig>
              <listen>{avahi.BusAddress}</listen>
              <auth>EXTERNAL</auth>
              <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/></policy>
            </busconfig>
            """, cancel);
        await File.WriteAllTextAsync(configuration, $"[server]\nhost-name={hostName}\n", cancel);
        avahi.bus = host.Start("dbus-daemon", ["--nofork", "--nopidfile", "--print-address", "--config-file", busConfiguration]);
        await avahi.bus.WaitForLineAsync("^unix:", cancel);

        // It keeps its process id there, and each host of the lab has another one; so has the machine, perhaps.
        avahi.daemon = host.Start(
            "sh", ["-c", "mkdir -p /run/avahi-daemon && mount -t tmpfs none /run/avahi-daemon && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits --file \"$0\"", configuration],
            ("DBUS_SYSTEM_BUS_ADDRESS", avahi.BusAddress));
        await avahi.daemon.WaitForLineAsync("^Server startup complete", cancel);
        return avahi;
    }

    /// <summary>Asks for a name's address; null when nobody answers.</summary>
    public async Task<string?> ResolveAsync(string name, int family, CancellationToken cancel)
    {
        var (_, output) = await RunAsync(cancel, "avahi-resolve", $"-{family}", "--name", name);
        return output.Split('\t') is [var found, var address] && found == name ? address.Trim() : null;
    }

    /// <summary>Asks again until a name has this address; the test's own timeout ends it.</summary>
    public async Task ResolveUntilAsync(string name, int family, string address, CancellationToken cancel)
    {
        while (await ResolveAsync(name, family, cancel) != address)
        {
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Asks for all services of a type, resolved: one line of <c>avahi-browse --parsable</c> each.</summary>
    public async Task<IReadOnlyList<string[]>> BrowseAsync(string type, CancellationToken cancel)
    {
        var (exitCode, output) = await RunAsync(cancel, "avahi-browse", "--resolve", "--parsable", "--terminate", type);
        Assert.True(exitCode == 0, output);
        return [.. output.Split('\n').Where(line => line.StartsWith('=')).Select(line => line.Split(';'))];
    }

    /// <summary>Browses again until what is found is as it should be; the test's own timeout ends it.</summary>
    public async Task<IReadOnlyList<string[]>> BrowseUntilAsync(string type, Predicate<IReadOnlyList<string[]>> asItShould, CancellationToken cancel)
    {
        while (true)
        {
            var found = await BrowseAsync(type, cancel);
            if (asItShould(found))
            {
                return found;
            }
        }
    }

    /// <summary>Announces a service, until the result is disposed of.</summary>
    public async Task<ChildProcess> PublishAsync(string label, string type, int port, string text, CancellationToken cancel)
    {
        var publisher = host.Start(
            "avahi-publish", ["--service", label, type, $"{port}", text], ("DBUS_SYSTEM_BUS_ADDRESS", BusAddress));
        await publisher.WaitForLineAsync("^Established", cancel);
        return publisher;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (ChildProcess?[])[daemon, bus])
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }

        folder.Delete(recursive: true);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(CancellationToken cancel, params string[] command)
    {
        await using var program = host.Start(command[0], command[1..], ("DBUS_SYSTEM_BUS_ADDRESS", BusAddress));
        return (await program.WaitForExitAsync(cancel), program.Output);
    }
}
