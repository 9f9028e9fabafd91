using System.Net;
using System.Net.Sockets;

namespace Hearth.Tests.Machine.Network;

/// <summary>
/// One Ethernet of the tests' own: a bridge in a network namespace, which goes when its last process goes. Machines are plugged
/// into it, and programs run on it as on a host beside them. Nothing of it reaches this machine's own network.
/// </summary>
internal sealed class EthernetSegment : IAsyncDisposable
{
    /// <summary>The host beside the machines, on the network with DHCP.</summary>
    public static readonly IPAddress Host = IPAddress.Parse("192.168.77.1");

    private readonly OwnedProcess holder;
    private readonly List<OwnedProcess> servers = [];

    private EthernetSegment(OwnedProcess holder) => this.holder = holder;

    /// <summary>What stands before a command that runs on the segment.</summary>
    public IReadOnlyList<string> Prefix => ["nsenter", $"--net=/proc/{holder.Id}/ns/net", $"--mount=/proc/{holder.Id}/ns/mnt", "--"];

    /// <summary>Makes a segment with so many sockets.</summary>
    /// <exception cref="InvalidOperationException">This user may not.</exception>
    public static async Task<EthernetSegment> CreateAsync(int sockets, CancellationToken cancel)
    {
        if (Environment.UserName != "root")
        {
            throw new InvalidOperationException("An Ethernet of the tests' own needs root: run make test-machine as root.");
        }

        var taps = string.Concat(Enumerable.Range(0, sockets).Select(number => $"""
            ip tuntap add tap{number} mode tap
            ip link set tap{number} master segment up

            """));
        // Snooping would want a querier that a home does not have either; /run is for the servers' sockets.
        var script = $"""
            set -e
            ip link set lo up
            ip link add segment type bridge forward_delay 0 mcast_snooping 0
            ip link set segment up
            ip addr add {Host}/24 dev segment
            ip addr add 169.254.77.1/16 dev segment
            ip route add 224.0.0.0/4 dev segment
            {taps}
            mount -t tmpfs run /run
            echo ready
            read -r _
            """;
        var holder = OwnedProcess.Start(["unshare", "--net", "--mount", "sh", "-c", script]);
        var segment = new EthernetSegment(holder);
        try
        {
            await holder.Lines.WaitAsync(line => line == "ready", "ready", Bounds.Answer, cancel);
            return segment;
        }
        catch (Exception fault)
        {
            var said = holder.Output;
            await segment.DisposeAsync();
            throw new InvalidOperationException($"No Ethernet of the tests' own could be made: {said}", fault);
        }
    }

    /// <summary>A cable from one of the sockets.</summary>
    public INetworkCable Cable(int socket) => new BridgeCable(socket, Prefix);

    /// <summary>Starts a program on the segment; it ends with it.</summary>
    public OwnedProcess Start(IReadOnlyList<string> command, params IEnumerable<(string Name, string Value)> environment)
    {
        var server = OwnedProcess.Start([.. Prefix, .. command], environment);
        servers.Add(server);
        return server;
    }

    /// <summary>Runs a program on the segment to its end.</summary>
    public Task<string> RunAsync(CancellationToken cancel, params IReadOnlyList<string> command) => OwnedProcess.RunAsync([.. Prefix, .. command], cancel);

    /// <summary>Starts a DHCP server; its lines say who got what.</summary>
    public OwnedProcess StartDhcp() => Start(
    [
        "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--interface=segment", "--bind-interfaces", "--user=root",
        "--dhcp-range=192.168.77.100,192.168.77.200,255.255.255.0,1h", "--dhcp-authoritative", "--dhcp-leasefile=/run/leases",
        "--pid-file", "--log-facility=-",
    ]);

    /// <summary>The address that a DHCP server gave to the machine at one of the sockets, once it did.</summary>
    public async Task<IPAddress> LeaseAsync(OwnedProcess dhcp, int socket, CancellationToken cancel)
    {
        // dnsmasq-dhcp: DHCPACK(segment) ADDRESS MAC ...
        var line = await dhcp.Lines.WaitAsync(
            line => line.Contains("DHCPACK", StringComparison.Ordinal) && line.Contains(Cable(socket).MacAddress!, StringComparison.Ordinal), "lease", Bounds.Boot, cancel);
        return IPAddress.Parse(line[line.IndexOf("DHCPACK", StringComparison.Ordinal)..].Split(' ')[1]);
    }

    /// <summary>A browser on the segment.</summary>
    public PanelClient Browse(IPAddress address) => new(new Uri($"http://{address}/"), async (context, cancel) =>
    {
        var socket = NetworkNamespace.OpenSocket(holder.Id, address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        await holder.DisposeAsync();
    }

    private sealed record BridgeCable(int Socket, IReadOnlyList<string> Prefix) : INetworkCable
    {
        public string Netdev => $"tap,id=net0,ifname=tap{Socket},script=no,downscript=no";

        public string? MacAddress => $"52:54:00:48:00:{Socket + 1:x2}";
    }
}
