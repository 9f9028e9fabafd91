using System.Globalization;
using Xunit;

namespace Hearth.Tests.Interop;

/// <summary>
/// Hosts on Ethernets of their own, in network namespaces that end with the test whatever becomes of it. Nothing of it
/// is on the machine's own network.
/// </summary>
internal sealed class NetworkLab : IAsyncDisposable
{
    // Ends with its standard input, and every namespace with it.
    private const string Keeper = "mount -t tmpfs none /run && mkdir -p /run/netns && ip link set lo up && echo ready && cat";

    private readonly ChildProcess keeper;
    private readonly List<string> entrance = [];

    private NetworkLab(ChildProcess keeper) => this.keeper = keeper;

    /// <summary>Makes an empty lab. Skips the test where the machine does not let it, and says so.</summary>
    public static async Task<NetworkLab> BuildAsync(CancellationToken cancel)
    {
        // Another user than root is root in a namespace of users, where the system allows those.
        string[] users = Environment.UserName == "root" ? [] : ["--user", "--map-root-user"];
        var lab = new NetworkLab(ChildProcess.Start("unshare", [.. users, "--net", "--mount", "sh", "-c", Keeper]));
        try
        {
            await lab.keeper.WaitForLineAsync("^ready", cancel);
        }
        catch (InvalidOperationException refused)
        {
            await lab.DisposeAsync();
            Assert.Skip($"This machine makes no network namespaces, so discovery was not tried on a network. Run the tests as root. {refused.Message}");
        }

        lab.entrance.AddRange(["--target", lab.keeper.Id.ToString(CultureInfo.InvariantCulture), .. users.Length > 0 ? ["--user", "--preserve-credentials"] : (string[])[], "--net", "--mount"]);
        return lab;
    }

    /// <summary>A switch.</summary>
    public async Task AddSwitchAsync(string name, CancellationToken cancel)
    {
        await RunAsync(cancel, "ip", "link", "add", name, "type", "bridge");
        await RunAsync(cancel, "ip", "link", "set", name, "up");
    }

    /// <summary>A host without network yet.</summary>
    public async Task<LabHost> AddHostAsync(string name, CancellationToken cancel)
    {
        await RunAsync(cancel, "ip", "netns", "add", name);
        await RunAsync(cancel, "ip", "-netns", name, "link", "set", "lo", "up");
        return new LabHost(this, name);
    }

    /// <summary>A host with one network card at a switch, and addresses.</summary>
    public async Task<LabHost> AddHostAsync(string name, string @switch, string address, CancellationToken cancel)
    {
        var host = await AddHostAsync(name, cancel);
        await host.PlugAsync("eth0", @switch, cancel);
        await host.AddAddressAsync("eth0", address, cancel);
        return host;
    }

    /// <summary>Starts a program in the lab.</summary>
    public ChildProcess Start(string file, IEnumerable<string> arguments, params ReadOnlySpan<(string Name, string Value)> environment) =>
        ChildProcess.Start("nsenter", [.. entrance, file, .. arguments], environment);

    /// <summary>Runs a program in the lab and returns what it printed; fails when it does not end well.</summary>
    public async Task<string> RunAsync(CancellationToken cancel, params string[] command)
    {
        await using var program = Start(command[0], command[1..]);
        var exitCode = await program.WaitForExitAsync(cancel);
        Assert.True(exitCode == 0, $"{string.Join(' ', command)}: {program.Output}");
        return program.Output;
    }

    public ValueTask DisposeAsync() => keeper.DisposeAsync();
}
