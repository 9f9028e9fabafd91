using System.Net;
using System.Net.Sockets;
using Hearth.Forwarding;
using Hearth.Node;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Hearth.Repo;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Hearth.Tests.Node;

/// <summary>Whom a channel's prefix leads to, as neighbours come and go.</summary>
public sealed class UpdateRoutesTests : IDisposable
{
    private static readonly Name Prefix = Name.Parse("/hearth/updates/test");
    private static readonly Name Chunk = Prefix.Append("chunks").Append("00ff");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("routes");
    private readonly ContentRepo repo;
    private readonly ContentNode node;
    private readonly UpdateRoutes routes;

    public UpdateRoutesTests()
    {
        repo = ContentRepo.Open(folder.FullName, new RepoOptions());
        node = new ContentNode(repo, 1 << 20, TimeProvider.System, NullLoggerFactory.Instance);
        node.ServeUpdates(Prefix, (in Interest interest, Span<byte> answer) =>
            new DataBuilder(interest.Name.ToName()) { FreshnessPeriod = TimeSpan.FromHours(1) }.WriteTo(answer, DigestSha256.Signer));
        node.ListenNetwork(IPAddress.Loopback, 0);
        node.Start();
        routes = new UpdateRoutes(node, Prefix);
    }

    public void Dispose()
    {
        node.Dispose();
        repo.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_neighbour_may_be_asked_while_it_is_there_and_the_node_itself_never()
    {
        Assert.Empty(await routes.ListAsync());

        var (first, second) = (await DialAsync(6001), await DialAsync(6002));
        Assert.Equal([first, second], (await routes.ListAsync()).Select(peer => peer.Face).OrderBy(face => face.Value));

        // Announced on two links, and gone from one.
        Assert.Equal(first, await DialAsync(6001));
        node.Neighbours.HangUp(first);
        node.Neighbours.HangUp(second);
        Assert.Equal([first], (await routes.ListAsync()).Select(peer => peer.Face));

        node.Neighbours.HangUp(first);
        Assert.Empty(await routes.ListAsync());
    }

    [Fact]
    public async Task One_of_them_can_be_asked_alone_for_one_name()
    {
        var (first, second) = (await DialAsync(6001), await DialAsync(6002));

        Assert.True(await routes.AskOnlyAsync(Chunk, second));
        Assert.Equal([second], await HopsAsync(Chunk));
        Assert.Contains(first, await HopsAsync(Prefix.Append("chunks").Append("ff00")));

        await routes.AskAnyAsync(Chunk, second);
        Assert.Equal([node.UpdatesFace, first, second], (await HopsAsync(Chunk)).OrderBy(face => face.Value));
    }

    [Fact]
    public async Task What_a_liar_left_in_the_cache_is_forgotten()
    {
        var name = Chunk.AppendVersion(1).AppendSegment(0);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 30_000 };
        socket.Connect(IPAddress.Loopback, node.Network!.UdpPort);
        socket.Send(new InterestBuilder(name) { Nonce = 1 }.Build());
        socket.Receive(new byte[PacketLimits.MaxPacketSize]);
        Assert.True(await node.AskAsync(() => node.Forwarder.ContentStore.HasUnder(Chunk)));

        await routes.ForgetAsync(Chunk);

        Assert.False(await node.AskAsync(() => node.Forwarder.ContentStore.HasUnder(Chunk)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_liar_left_on_the_disk_is_forgotten_too_where_the_disk_has_time(bool hasTime)
    {
        var disk = new Disk(hasTime);
        await node.AskAsync(() => node.Forwarder.SecondTier = disk);

        await routes.ForgetAsync(Chunk);

        Assert.Equal([(Chunk, ulong.MaxValue)], disk.Erased);
    }

    private async Task<FaceId> DialAsync(int port)
    {
        var dialled = new TaskCompletionSource<FaceId>();
        node.Neighbours.Dial(new IPEndPoint(IPAddress.Loopback, port), dialled.SetResult);
        return await dialled.Task;
    }

    private Task<FaceId[]> HopsAsync(Name name) => node.AskAsync(() =>
    {
        var hops = new List<FaceId>();
        foreach (var hop in node.Forwarder.Fib.LongestMatch(name)!.NextHops)
        {
            hops.Add(hop.Face);
        }

        return hops.ToArray();
    });

    private sealed class Disk(bool hasTime) : ISecondTier
    {
        public List<(Name Prefix, ulong Most)> Erased { get; } = [];

        public FaceId Face => default;

        public SecondTierStatus Status => throw new NotSupportedException("nobody asks");

        public bool Holds(ulong nameHash) => false;

        public void Offer(ulong nameHash, ReadOnlySpan<byte> packet) => Assert.Fail("nothing is popular");

        public bool TryErase(Name prefix, ulong most, Action<ulong> erased)
        {
            Erased.Add((prefix, most));
            if (hasTime)
            {
                erased(1);
            }

            return hasTime;
        }
    }
}
