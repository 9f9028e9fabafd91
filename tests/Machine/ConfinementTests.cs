using Xunit;

namespace Hearth.Tests.Machine;

/// <summary>
/// What each process of the appliance may not do, tried from behind its own line of <c>/usr/lib/hearth/confine</c>, on the
/// image's kernel and verified root. Beside each refusal stands the same thing done by root, so that a refusal means the line.
/// </summary>
public sealed class ConfinementTests(StartedVirt started) : IClassFixture<StartedVirt>
{
    [EmulatedFact]
    public async Task Each_process_is_refused_what_is_not_its_own_and_root_is_not()
    {
        var cancel = TestContext.Current.CancellationToken;
        await AsRootAsync("echo secret >/data/supervisor/x && chown supervisor /data/supervisor/x && echo secret >/data/clock/x && chown clock /data/clock/x", cancel);

        foreach (var (device, mode) in new[] { ("/dev/gpiochip0", "<>"), ("/dev/vda", "<"), ("/dev/vda6", "<>"), ("/dev/mapper/request", "<>"), ("/dev/mapper/record1", "<>"), ("/dev/mapper/record2", "<>"), ("/dev/mapper/tries", "<>"), ("/dev/watchdog0", ">"), ("/data/supervisor/x", "<"), ("/data/clock/x", "<") })
        {
            await RefusesAsync("node", Open(device, mode), "Permission denied|Operation not permitted", rootSucceeds: device != "/dev/watchdog0", cancel);
            await RefusesAsync("updater", Open(device, mode), "Permission denied|Operation not permitted", rootSucceeds: device != "/dev/watchdog0", cancel);
        }

        // The supervisor has the pins, and nothing of the owner's.
        await AsRootAsync("echo secret >/data/node/x && chown node /data/node/x", cancel);
        await RefusesAsync("supervisor", Open("/data/node/x", "<"), "Permission denied", rootSucceeds: true, cancel);
        await RefusesAsync("supervisor", Open("/dev/vda", "<"), "Permission denied|Operation not permitted", rootSucceeds: true, cancel);
        Assert.Equal("open", await ConfinedAsync("supervisor", Open("/dev/gpiochip0", "<>"), cancel));
        Assert.Equal("open", await ConfinedAsync("node", Open("/data/node/x", "<"), cancel));
    }

    [EmulatedFact]
    public async Task The_supervisor_and_the_updater_can_open_no_network_socket_and_the_node_can()
    {
        var cancel = TestContext.Current.CancellationToken;
        // Of a socket that could be opened, the next step speaks: nobody listens at port 9.
        (string Family, string Command, string Opened)[] sockets =
        [
            ("AF_INET", "busybox nc 127.0.0.1 9", "Connection refused"),
            ("AF_INET6", "busybox nc ::1 9", "Connection refused"),
            ("AF_NETLINK", "busybox ip link show lo", "LOOPBACK"),
            ("AF_PACKET", "busybox arping -c 1 -w 1 -I lo 127.0.0.1", "lo"),
        ];
        foreach (var (family, command, opened) in sockets)
        {
            Assert.Contains(opened, (await TryAsRootAsync(command, cancel)).Output, StringComparison.Ordinal);
            foreach (var role in new[] { "supervisor", "updater" })
            {
                var (code, said) = await TryConfinedAsync(role, command, cancel);
                Assert.True(code != 0 && said.Contains("Address family not supported", StringComparison.Ordinal), $"{role} and {family}: {code}, {said}");
            }
        }

        Assert.Contains("Connection refused", (await TryConfinedAsync("node", "busybox nc 127.0.0.1 9", cancel)).Output, StringComparison.Ordinal);
        Assert.Contains("Address family not supported", (await TryConfinedAsync("node", sockets[3].Command, cancel)).Output, StringComparison.Ordinal);
    }

    [EmulatedFact]
    public async Task No_process_gains_a_right_by_starting_a_program()
    {
        var cancel = TestContext.Current.CancellationToken;
        foreach (var (role, capabilities) in new[] { ("node", 0ul), ("updater", 0ul), ("supervisor", 1ul << 5) })
        {
            // CAP_KILL is 5, linux/capability.h.
            var status = await ConfinedAsync(role, "grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status", cancel);
            var fields = status.Split('\n').Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim());
            Assert.All(["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"], set => Assert.Equal($"{capabilities:x16}", fields[set]));
            Assert.Equal(("1", "2"), (fields["NoNewPrivs"], fields["Seccomp"]));
        }
    }

    private static string Open(string path, string mode) => $"exec 3{mode}{path} && echo open";

    private static string InRoot(string script) => $"chroot /proc/1/root /bin/sh -c {Quote($". /usr/lib/hearth/common; cd /; {script}")}";

    private static string Confined(string role, string command) => InRoot($"exec /usr/lib/hearth/confine {role} sh -c {Quote(command)}");

    private static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private async Task<string> AsRootAsync(string script, CancellationToken cancel) =>
        await (await started.AgentAsync()).RunAsync(InRoot(script), cancel);

    private async Task<AgentResult> TryAsRootAsync(string script, CancellationToken cancel) =>
        await (await started.AgentAsync()).TryRunAsync(InRoot(script), cancel);

    private async Task<string> ConfinedAsync(string role, string command, CancellationToken cancel) =>
        await (await started.AgentAsync()).RunAsync(Confined(role, command), cancel);

    private async Task<AgentResult> TryConfinedAsync(string role, string command, CancellationToken cancel) =>
        await (await started.AgentAsync()).TryRunAsync(Confined(role, command), cancel);

    private async Task RefusesAsync(string role, string command, string words, bool rootSucceeds, CancellationToken cancel)
    {
        var (code, said) = await TryConfinedAsync(role, command, cancel);
        Assert.True(code != 0, $"{role} could: {command}");
        Assert.Matches(words, said);
        if (rootSucceeds)
        {
            Assert.Equal("open", await AsRootAsync(command, cancel));
        }
    }
}
