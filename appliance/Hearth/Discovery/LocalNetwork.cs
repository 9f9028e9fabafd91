using System.Net;
using System.Security.Cryptography;
using Hearth.Identity;
using Hearth.Linux;
using Hearth.Network;
using Hearth.Node;
using Microsoft.Extensions.Logging;

namespace Hearth.Discovery;

/// <summary>
/// The node's place on its local network: follows the links and, where discovery is on, has a name and finds
/// neighbours there. On a thread of its own, so that a flood of questions costs the packet path nothing.
/// </summary>
internal sealed class LocalNetwork : IDisposable
{
    private readonly EventLoop loop = new();
    private readonly LinkWatcher watcher;
    private readonly IPAddress bind;
    private readonly MulticastHost? host;
    private readonly Neighbourhood? neighbourhood;
    private readonly TimeProvider time;
    private readonly long start;
    private readonly Thread thread;

    /// <summary>Reads the links that there are; follows them after <see cref="Start"/>.</summary>
    /// <param name="bind">The address that the node listens on: a certain one, or every one of a family or of both.</param>
    /// <param name="discovery">Whether to be found, and to find.</param>
    /// <param name="faces">How neighbours are reached.</param>
    /// <param name="pins">Who they may be.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Where it is told.</param>
    /// <exception cref="IOException">The kernel does not tell of its network interfaces.</exception>
    public LocalNetwork(IPAddress bind, bool discovery, NeighbourFaces faces, NeighbourPins pins, TimeProvider time, ILoggerFactory logs)
    {
        this.bind = bind;
        this.time = time;
        start = time.GetTimestamp();
        watcher = new LinkWatcher(loop) { Changed = OnLinks };
        if (discovery)
        {
            host = new MulticastHost(loop, AnnouncedServices.HostName, AnnouncedServices.NodeType, RandomSeed(), Now, logs.CreateLogger<MulticastHost>());
            neighbourhood = new Neighbourhood(loop, host, faces, pins, time, Now, logs.CreateLogger<Neighbourhood>());
        }

        loop.AfterBatch = EndBatch;
        thread = new Thread(loop.Run) { Name = "network" };
    }

    /// <summary>Called on the network's thread, first by <see cref="Start"/>, with the links that the node listens on.</summary>
    public Action<IReadOnlyList<NetworkLink>>? LinksChanged { get; set; }

    /// <summary>The appliance's name, such as <c>hearth.local</c>; null while there is none. From any thread.</summary>
    public string? HostName => host?.Name;

    /// <summary>Begins to follow and to be found.</summary>
    public void Start()
    {
        loop.Post(OnLinks);
        thread.Start();
    }

    /// <summary>The nodes of others on the local network. From any thread.</summary>
    public NeighbourCounts Neighbours => neighbourhood?.Counts ?? NeighbourCounts.None;

    /// <summary>Work for its loop that waits, the most that may, and how often somebody had to wait with more. From any thread.</summary>
    public (long Used, long Limit, long Refused) Posted => loop.Posted;

    /// <summary>Announces the node from now on; from any thread.</summary>
    /// <param name="owner">Whose it is; null until claimed.</param>
    /// <param name="nodePort">The node's UDP port.</param>
    /// <param name="panel">Where the panel answers.</param>
    public void Announce(Username? owner, ushort nodePort, IPEndPoint panel) => loop.Post(() =>
    {
        host?.Announce(AnnouncedServices.Of(owner, nodePort, panel), Now());
        if (neighbourhood is not null)
        {
            neighbourhood.OwnPort = nodePort;
            neighbourhood.SetOwner(owner);
        }
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        if (thread.IsAlive)
        {
            loop.Post(() => host?.SayGoodbye(Now()));
            loop.Stop();
            thread.Join();
        }

        host?.Dispose();
        watcher.Dispose();
        loop.Dispose();
    }

    private static ulong RandomSeed() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private TimeSpan Now() => time.GetElapsedTime(start);

    private void OnLinks()
    {
        NetworkLink[] used = [.. watcher.Links.Select(link => link with { Addresses = [.. link.Addresses.Where(address => IsUsed(address.Address))] })];
        LinksChanged?.Invoke(used);
        host?.Follow([.. used.Where(link => link.IsShared && link.Addresses.Count > 0)], Now());
        neighbourhood?.LookAgain();
    }

    private bool IsUsed(IPAddress address) => bind.Equals(IPAddress.IPv6Any)
        || (bind.Equals(IPAddress.Any) ? address.AddressFamily == bind.AddressFamily : address.Equals(bind));

    private TimeSpan? EndBatch()
    {
        var now = Now();
        host?.Expire(now);
        neighbourhood?.Turn(now);
        var due = host?.NextDeadline;
        if (due is null || neighbourhood?.NextDeadline < due)
        {
            due = neighbourhood?.NextDeadline;
        }

        return due is { } at ? (at > now ? at - now : TimeSpan.Zero) : null;
    }
}
