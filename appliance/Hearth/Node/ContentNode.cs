using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Hearth.Cache;
using Hearth.CommandLine;
using Hearth.Discovery;
using Hearth.Faces;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Identity;
using Hearth.Linux;
using Hearth.Network;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Repo;
using Microsoft.Extensions.Logging;

namespace Hearth.Node;

/// <summary>
/// The packet side of the node: faces, forwarder, management and repo around one event loop. Other threads ask it
/// things with <see cref="AskAsync"/>.
/// </summary>
internal sealed partial class ContentNode : IDisposable
{
    // A board that moved is found anew within this time.
    private static readonly TimeSpan AnnouncementLifetime = TimeSpan.FromMinutes(10);

    private readonly EventLoop loop = new();
    private readonly TimeProvider time;
    private readonly ContentRepo repo;
    private readonly ILoggerFactory logs;
    private readonly ILogger log;
    private readonly List<WorkerTransport> workers = [];
    private readonly WorkerTransport content;
    private readonly Thread thread;
    private DiskTier? disk;
    private StreamListener? local;
    private volatile ApplianceIdentity? identity;
    private long webSockets;

    /// <summary>Makes a node that does not listen yet.</summary>
    public ContentNode(ContentRepo repo, long contentStoreBytes, TimeProvider time, ILoggerFactory logs)
    {
        this.repo = repo;
        this.time = time;
        this.logs = logs;
        log = logs.CreateLogger<ContentNode>();
        Faces = new FaceSystem(FaceLimits.Within(DescriptorLimit.Current), time, logs.CreateLogger<FaceSystem>());
        Forwarder = new Forwarder(new ForwarderOptions
        {
            ContentStoreBytes = contentStoreBytes,
            TrustsAnnouncement = (in PrefixAnnouncement announcement) => Signers?.Trusts(announcement) ?? false,
        }, Faces, RandomSeed());
        Faces.Attach(Forwarder);
        content = OpenWorker("repo", AnswerContent);
        Management = OpenManagement();
        Neighbours = new NeighbourFaces(Faces, Forwarder, loop, () => Network);
        loop.BeforeBatch = Faces.ReadClock;
        loop.AfterBatch = EndBatch;
        thread = new Thread(loop.Run) { Name = "forwarder" };
    }

    /// <summary>The forwarder; only to be touched on the loop's thread, through <see cref="AskAsync"/>.</summary>
    public Forwarder Forwarder { get; }

    /// <summary>The faces; only to be touched on the loop's thread, through <see cref="AskAsync"/>.</summary>
    public FaceSystem Faces { get; }

    /// <summary>The faces to neighbours; to be asked from any thread.</summary>
    public NeighbourFaces Neighbours { get; }

    /// <summary>Whose announcements make routes; null for nobody's. Set before it starts.</summary>
    public AnnouncementSigners? Signers { get; private set; }

    /// <summary>Has routes made from announcements that these pins bear out, whose certificates come over the local socket.</summary>
    public void LearnRoutes(NeighbourPins pins, ClientTransport socket, CancellationToken stop) =>
        Signers = new AnnouncementSigners(AnnouncementSigners.Through(socket, stop), pins, loop.Post, time, log);

    /// <summary>Keeps popular content on disk too; without it the node goes on as it is.</summary>
    public void UseDisk(string path, long bytes)
    {
        try
        {
            disk = new DiskTier(path, bytes, Forwarder.NewNameHash(), Forwarder.NewNameHash(), loop.Post, time, log);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            LogNoDisk(refusal.Message);
            return;
        }

        disk.Face = OpenWorker("disk", disk.Answer).Face;
        Forwarder.SecondTier = disk;
        LogDisk(disk.Status.Packets);
    }

    /// <summary>
    /// Serves updates below a name, and asks any neighbour for those that are not here: whose the packets are does not matter.
    /// </summary>
    public void ServeUpdates(Name prefix, InterestHandler answer)
    {
        UpdatesFace = OpenWorker("updates", answer).Face;
        Forwarder.Rib.Register(prefix, new Route(UpdatesFace, RouteOrigin.App, Cost: 0, RouteInheritance.ChildInherit));
        Forwarder.Strategies.Set(prefix, RoutingPreference.LocalFirst);
        Neighbours.Shared = prefix;
    }

    /// <summary>The face of the updates that are served here.</summary>
    public FaceId UpdatesFace { get; private set; }

    /// <summary>Where local programs connect.</summary>
    /// <exception cref="IOException">Another forwarder answers there, or the path cannot be used.</exception>
    public void ListenLocal(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        RemoveLeftover(path);
        local = new StreamListener(Faces, loop, new UnixDomainSocketEndPoint(path));

        // Every program on the machine may speak NDN, as with NFD; commands are checked one by one.
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
    }

    /// <summary>Where the network connects: UDP, TCP and, on this machine alone, the multicast group.</summary>
    /// <exception cref="IOException">An address is taken or not ours.</exception>
    public void ListenNetwork(IPAddress bind, ushort port)
    {
        Network = new NetworkListeners(Faces, loop, log);
        Network.Listen(bind, port);
        if (IPAddress.IsLoopback(bind) && bind.AddressFamily == AddressFamily.InterNetwork)
        {
            Network.JoinGroup([bind]);
        }
    }

    /// <summary>Has the multicast group on these links; from any thread.</summary>
    public void Follow(IReadOnlyList<NetworkLink> links) =>
        loop.Post(() => Network?.JoinGroup(NetworkListeners.GroupAddresses(links)));

    /// <summary>The network's listeners, once there are any.</summary>
    public NetworkListeners? Network { get; private set; }

    /// <summary>NFD's management protocol; only to be touched on the loop's thread.</summary>
    public ManagementService Management { get; }

    /// <summary>Who may command; likewise.</summary>
    public CommandAuthorizer Authorizer { get; } = new();

    /// <summary>What answers from files; likewise.</summary>
    public IReadOnlyList<WorkerTransport> Workers => workers;

    /// <summary>Work for the loop that waits, the most that may, and how often somebody had to wait with more. From any thread.</summary>
    public (long Used, long Limit, long Refused) Posted => loop.Posted;

    /// <summary>Starts the loop. Everything that listens was set up before.</summary>
    public void Start() => thread.Start();

    /// <summary>Answers for a claimed namespace from now on.</summary>
    public Task AdoptAsync(ApplianceIdentity adopted)
    {
        identity = adopted;
        repo.AnswerFor(adopted.Namespace, adopted.DataSigner);
        return AskAsync(() => Forwarder.Rib.Register(
            adopted.Namespace, new Route(content.Face, RouteOrigin.App, Cost: 0, RouteInheritance.ChildInherit) { Announcement = AnnouncementOf(adopted) }));
    }

    // For neighbours that discover routes by themselves. Each is told how long it lasts when it gets it, so one is enough.
    private byte[] AnnouncementOf(ApplianceIdentity adopted) => PrefixAnnouncement.Build(
        adopted.Namespace, (ulong)time.GetUtcNow().ToUnixTimeMilliseconds(), AnnouncementLifetime, validity: null, adopted.DataSigner);

    /// <summary>Asks the loop's thread; completes once the loop has turned.</summary>
    public Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() =>
        {
            try
            {
                answer.SetResult(question());
            }
#pragma warning disable CA1031 // It is the asker's exception, and is thrown there.
            catch (Exception bug)
#pragma warning restore CA1031
            {
                answer.SetException(bug);
            }
        });
        return answer.Task;
    }

    /// <summary>Runs an NDN face over a WebSocket until either side ends it.</summary>
    public async Task AttachAsync(WebSocket socket, CancellationToken cancel)
    {
        var transport = new WebSocketTransport(Faces, loop, socket, time);
        var number = Interlocked.Increment(ref webSockets);
        if (await AskAsync(() => Faces.TryOpen(transport, WebSocketTransport.Describe(number))).ConfigureAwait(false))
        {
            await transport.RunAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (thread.IsAlive)
        {
            loop.Post(() =>
            {
                Faces.CloseAll();
                local?.Dispose();
                Network?.Dispose();
            });
            loop.Stop();
            thread.Join();
        }
        else
        {
            workers.ForEach(worker => worker.Dispose());
        }

        disk?.Dispose();
        loop.Dispose();
    }

    private static ForwarderSeed RandomSeed()
    {
        Span<byte> seed = stackalloc byte[24];
        RandomNumberGenerator.Fill(seed);
        return new ForwarderSeed(BitConverter.ToUInt64(seed), BitConverter.ToUInt64(seed[8..]), BitConverter.ToUInt64(seed[16..]));
    }

    private WorkerTransport OpenWorker(string name, InterestHandler answer)
    {
        var worker = new WorkerTransport(Faces, loop, name, answer, log);
        Faces.TryOpen(worker, InternalTransport.Describe(name));
        workers.Add(worker);
        return worker;
    }

    private ManagementService OpenManagement()
    {
        InternalTransport transport = null!;
        var service = new ManagementService(
            Forwarder,
            new FaceFactory(Faces, loop, () => Network, () => local),
            Authorizer,
            new ManagementOptions { Version = HearthCommandLine.Version, StartedAt = time.GetUtcNow() },
            answer => loop.Post(() => Faces.Receive(transport, answer.Span)));
        transport = new InternalTransport(Faces, packet =>
        {
            if (LpPacket.TryRead(packet, out var link, out _) && link.IncomingFaceId is { } incoming)
            {
                service.Receive(link.Fragment, new FaceId((uint)incoming), Faces.Now, time.GetUtcNow());
            }
        });
        Faces.OpenInternal(transport, InternalTransport.Describe("management") with { LocalFieldsEnabled = true });
        foreach (var prefix in (Name[])[ManagementService.LocalPrefix, ManagementService.NetworkPrefix])
        {
            Forwarder.Rib.Register(prefix, new Route(FaceId.Internal, RouteOrigin.App, Cost: 0, RouteInheritance.ChildInherit));
        }

        return service;
    }

    private TimeSpan? EndBatch()
    {
        foreach (var worker in workers)
        {
            worker.DeliverAnswers();
        }

        return Faces.EndBatch();
    }

    private int AnswerContent(in Interest interest, Span<byte> answer)
    {
        if (identity is { } adopted && adopted.TryAnswer(interest, out var packet))
        {
            packet.Span.CopyTo(answer);
            return packet.Length;
        }

        if (identity is { } present && present.TryProvePresence(interest, answer, out var size))
        {
            return size;
        }

        repo.Answer(interest, answer, time.GetUtcNow(), out size);
        return size;
    }

    // A socket file that nobody answers on was left by a node that was killed.
    private static void RemoveLeftover(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            File.Delete(path);
            return;
        }

        throw new IOException($"another forwarder answers on {path}; stop it, or choose another path with --socket");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "the disk cache holds {Count} packets")]
    private partial void LogDisk(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "there is no disk cache: {Reason}")]
    private partial void LogNoDisk(string reason);
}
