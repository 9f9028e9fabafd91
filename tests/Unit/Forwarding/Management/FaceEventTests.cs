using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;
using Xunit;

namespace Hearth.Tests.Forwarding.Management;

/// <summary>The notification stream <c>faces/events</c>.</summary>
public sealed class FaceEventTests
{
    // ndn-cxx, tests/unit/mgmt/nfd/face-event-notification.t.cpp, "Created".
    private const string Created = "c041c10101690114721674637034 3a2f2f3139322e302e322e313a3535353535811574637034 3a2f2f3139322e302e322e323a363336338401018501018601016c0103";

    private readonly ManagedForwarder forwarder = new();

    [Fact]
    public void A_notification_is_encoded_and_read_as_by_NFD()
    {
        var wire = Convert.FromHexString(Created.Replace(" ", "", StringComparison.Ordinal));
        var made = new FaceEvent
        {
            Kind = FaceEventKind.Created,
            FaceId = 20,
            Uri = "tcp4://192.0.2.1:55555",
            LocalUri = "tcp4://192.0.2.2:6363",
            Scope = FaceScope.Local,
            Persistency = FacePersistency.OnDemand,
            LinkType = LinkType.MultiAccess,
            Flags = 3,
        };
        Assert.Equal(wire, made.Encode());
        Assert.True(FaceEvent.TryRead(wire, out var read, out _));
        Assert.Equal(made, read);
        Assert.False(FaceEvent.TryRead(wire.AsSpan(0, 20), out _, out _));
        Assert.False(FaceEvent.TryRead([0xc0, 0x00], out _, out var error));
        Assert.Equal(ParseError.MissingElement, error);
    }

    [Fact]
    public void A_new_subscriber_gets_what_happens_next_and_then_each_by_its_number()
    {
        Assert.Empty(Subscribe());
        var face = forwarder.AddFace("udp4://192.0.2.5:6363");
        var (first, number) = EventIn(Assert.Single(forwarder.Sent));
        Assert.Equal((FaceEventKind.Created, (ulong)face.Value, "udp4://192.0.2.5:6363"), (first.Kind, first.FaceId, first.Uri));

        Assert.Empty(Subscribe(number + 1));
        forwarder.Forwarder.RemoveFace(face, forwarder.Now);
        var (second, next) = EventIn(Assert.Single(forwarder.Sent));
        Assert.Equal((FaceEventKind.Destroyed, (ulong)face.Value, number + 1), (second.Kind, second.FaceId, next));
    }

    [Fact]
    public void A_link_that_fails_and_works_again_is_told_once_each()
    {
        Subscribe();
        foreach (var (isUp, told) in ((bool, FaceEventKind?)[])[(true, null), (false, FaceEventKind.Down), (false, null), (true, FaceEventKind.Up), (true, null)])
        {
            forwarder.Forwarder.SetUp(forwarder.Neighbour, isUp, forwarder.Now);
            Assert.Equal(told is { } kind ? [(kind, (ulong)forwarder.Neighbour.Value)] : [], forwarder.Sent.Select(EventIn).Select(sent => (sent.Event.Kind, sent.Event.FaceId)));
        }
    }

    [Fact]
    public void Who_is_a_little_late_gets_what_has_happened()
    {
        Subscribe();
        forwarder.AddFace("udp4://192.0.2.5:6363");
        forwarder.AddFace("udp4://192.0.2.6:6363");
        var sent = forwarder.Sent;
        Assert.Equal(2, sent.Length);
        var (_, number) = EventIn(sent[0]);
        var (late, _) = EventIn(Assert.Single(Subscribe(number + 1)));
        Assert.Equal("udp4://192.0.2.6:6363", late.Uri);
    }

    [Fact]
    public void What_is_kept_for_late_ones_is_bounded()
    {
        Subscribe();
        for (var i = 0; i < 100; i++)
        {
            forwarder.AddFace($"udp4://192.0.2.5:{1000 + i}");
        }

        Assert.Empty(Subscribe(0));
        Assert.Empty(Subscribe(35));
        Assert.Single(Subscribe(36));
        Assert.Single(Subscribe(99));
        Assert.Empty(Subscribe(100));
        Assert.Empty(Subscribe(ulong.MaxValue));
    }

    [Fact]
    public void Nothing_is_told_while_nobody_listens()
    {
        forwarder.AddFace("udp4://192.0.2.5:6363");
        Assert.Empty(forwarder.Sent);
        Subscribe();
        forwarder.Now += Forwarder.MaxInterestLifetime;
        forwarder.AddFace("udp4://192.0.2.6:6363");
        Assert.Empty(forwarder.Sent);
    }

    [Fact]
    public void The_network_is_told_nothing()
    {
        Assert.Empty(forwarder.Receive(ManagedForwarder.Discovery(Name.Parse("/localhost/nfd/faces/events")), forwarder.Neighbour));
        forwarder.AddFace("udp4://192.0.2.5:6363");
        Assert.Empty(forwarder.Sent);
    }

    private byte[][] Subscribe() => forwarder.Receive(ManagedForwarder.Discovery(Name.Parse("/localhost/nfd/faces/events")), forwarder.Program);

    private byte[][] Subscribe(ulong number) => forwarder.Receive(
        new InterestBuilder(Name.Parse("/localhost/nfd/faces/events").AppendNumber(TlvType.SequenceNumNameComponent, number)).Build(), forwarder.Program);

    private static (FaceEvent Event, ulong Number) EventIn(byte[] packet)
    {
        Assert.True(Data.TryRead(packet, out var data, out _));
        Assert.True(data.Name.Last.TryGetNumber(TlvType.SequenceNumNameComponent, out var number));
        Assert.Equal(TimeSpan.FromSeconds(1), data.FreshnessPeriod);
        Assert.True(FaceEvent.TryRead(data.Content, out var notification, out _));
        return (notification, number);
    }
}
