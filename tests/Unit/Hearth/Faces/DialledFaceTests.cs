using System.Net;
using System.Net.Sockets;
using Hearth.Faces;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Node;
using Xunit;

namespace Hearth.Tests.Faces;

/// <summary>TCP faces made by command, whose connection is lost (NFD Management, FaceMgmt, "FacePersistency").</summary>
public sealed class DialledFaceTests : IDisposable
{
    private readonly FaceStage stage = new();
    private readonly FaceFactory factory;
    private TcpListener router = new(IPAddress.Loopback, 0);

    public DialledFaceTests()
    {
        router.Start();
        factory = new FaceFactory(stage.Faces, stage.Loop, () => null, () => null);
    }

    [Fact]
    public void A_permanent_face_dials_again_and_is_the_same_face()
    {
        var face = Dial(FacePersistency.Permanent, out var connection);
        var before = LocalUriOf(face);
        Break(connection);
        stage.Until(() => !Find(face)!.IsUp);
        Assert.False(router.Pending());

        Pass(Redial.FirstWait);

        using var again = router.AcceptSocket();
        stage.Until(() => Find(face)!.IsUp);
        Assert.True(FaceStage.Answers(again, 1));
        Assert.Equal($"tcp4://{again.RemoteEndPoint}", LocalUriOf(face));
        Assert.NotEqual(before, LocalUriOf(face));
    }

    [Fact]
    public void It_waits_twice_as_long_after_each_attempt_that_fails()
    {
        var face = Dial(FacePersistency.Permanent, out var connection);
        var port = ((IPEndPoint)router.LocalEndpoint).Port;
        router.Stop();
        Break(connection);
        stage.Until(() => !Find(face)!.IsUp);
        Assert.Equal(TimeSpan.FromSeconds(1), UntilNext());
        Pass(TimeSpan.FromSeconds(1));
        stage.Until(() => UntilNext() == TimeSpan.FromSeconds(2));
        Pass(TimeSpan.FromSeconds(2));
        stage.Until(() => UntilNext() == TimeSpan.FromSeconds(4));
        router = new TcpListener(IPAddress.Loopback, port);
        router.Start();

        Pass(TimeSpan.FromSeconds(4));

        using var again = router.AcceptSocket();
        stage.Until(() => Find(face)!.IsUp);

        TimeSpan? UntilNext() => stage.Faces.NextTimer - stage.Faces.Now;
    }

    [Fact]
    public void A_peer_that_takes_the_connection_and_says_nothing_is_dialled_less_and_less()
    {
        var face = Dial(FacePersistency.Permanent, out var connection);
        foreach (var wait in (int[])[1, 2, 4])
        {
            Break(connection);
            stage.Until(() => !Find(face)!.IsUp);
            Pass(TimeSpan.FromSeconds(wait) - TimeSpan.FromMilliseconds(1));
            Assert.False(router.Pending());
            Pass(TimeSpan.FromMilliseconds(1));
            connection = router.AcceptSocket();
            stage.Until(() => Find(face)!.IsUp);
        }

        Assert.True(FaceStage.Answers(connection, 1));
        Break(connection);
        stage.Until(() => !Find(face)!.IsUp);
        Pass(Redial.FirstWait);
        router.AcceptSocket().Dispose();
    }

    [Fact]
    public void What_is_sent_while_it_is_down_is_dropped_and_counted()
    {
        var face = Dial(FacePersistency.Permanent, out var connection);
        Break(connection);
        stage.Until(() => !Find(face)!.IsUp);
        stage.Ask(() =>
        {
            stage.Faces.Transmit(face, FaceStage.InterestOf(1));
            return true;
        });
        Assert.Equal(1, stage.Ask(() => stage.Faces.Dropped));
        Assert.Equal(0, stage.Ask(() => stage.Faces.Queues.Used));
    }

    [Fact]
    public void A_persistent_face_ends_with_its_connection()
    {
        var face = Dial(FacePersistency.Persistent, out var connection);
        Break(connection);
        stage.Until(() => Find(face) is null);
        Assert.Equal(1, stage.Ask(() => stage.Faces.ClosedFor(FaceCloseReason.PeerGone)));
        Assert.Null(stage.Ask(() => stage.Faces.NextTimer));
    }

    [Fact]
    public void One_that_is_permanent_no_longer_ends_when_it_has_no_connection()
    {
        var face = Dial(FacePersistency.Permanent, out var connection);
        Assert.True(stage.Ask(() => stage.Faces.TrySetPersistency(face, FacePersistency.Persistent)));
        Assert.True(stage.Ask(() => stage.Faces.TrySetPersistency(face, FacePersistency.Permanent)));
        Break(connection);
        stage.Until(() => !Find(face)!.IsUp);

        Assert.True(stage.Ask(() => stage.Faces.TrySetPersistency(face, FacePersistency.Persistent)));

        Assert.Null(stage.Ask(() => Find(face)));
        Assert.Null(stage.Ask(() => stage.Faces.NextTimer));
    }

    [Fact]
    public void A_face_that_is_destroyed_while_it_is_down_is_dialled_no_more()
    {
        var face = Dial(FacePersistency.Permanent, out var connection);
        Break(connection);
        stage.Until(() => !Find(face)!.IsUp);
        Assert.True(stage.Ask(() => stage.Faces.Destroy(face)));
        Pass(Redial.FirstWait);
        Assert.Null(stage.Ask(() => stage.Faces.NextTimer));
        Assert.False(router.Pending());
    }

    [Theory]
    [InlineData("tcp", FacePersistency.Permanent, false)]
    [InlineData("tcp", FacePersistency.Persistent, true)]
    [InlineData("unix", FacePersistency.Persistent, false)]
    [InlineData("udp", FacePersistency.Permanent, true)]
    public void Who_came_by_itself_lives_as_long_as_it_can(string kind, FacePersistency persistency, bool can)
    {
        using var socket = kind switch { "tcp" => stage.ConnectTcp(), "unix" => stage.ConnectUnix(), _ => stage.ConnectUdp() };
        Assert.True(FaceStage.Answers(socket, 1));
        var face = stage.Ask(() => stage.Forwarder.Faces.All.Single(face => face.Info.Persistency == FacePersistency.OnDemand).Id);
        Assert.Equal(can, stage.Ask(() => stage.Faces.TrySetPersistency(face, persistency)));
        Assert.Equal(can ? persistency : FacePersistency.OnDemand, stage.Ask(() => Find(face)!.Info.Persistency));
    }

    public void Dispose()
    {
        stage.Dispose();
        router.Dispose();
    }

    private FaceId Dial(FacePersistency persistency, out Socket connection)
    {
        var made = new TaskCompletionSource<FaceCreationResult>();
        Assert.True(FaceUri.TryParse($"tcp4://{router.LocalEndpoint}", out var remote));
        stage.Loop.Post(() => factory.Create(new FaceCreation(remote) { Persistency = persistency }, made.SetResult));
        connection = router.AcceptSocket();
        var result = made.Task.WaitAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();
        Assert.Equal(FaceCreationStatus.Created, result.Status);
        return result.Face;
    }

    private static void Break(Socket connection)
    {
        connection.LingerState = new LingerOption(enable: true, seconds: 0);
        connection.Dispose();
    }

    private void Pass(TimeSpan time)
    {
        stage.Time.Advance(time);
        stage.Ask(() => true);

        // What was due is done at the end of the batch that saw the time.
        stage.Ask(() => true);
    }

    private Face? Find(FaceId id) => stage.Forwarder.Faces.TryGet(id, out var face) ? face : null;

    private string LocalUriOf(FaceId id) => stage.Ask(() => Find(id)!.Info.LocalUri);
}
