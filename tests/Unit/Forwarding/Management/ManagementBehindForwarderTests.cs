using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;
using Xunit;

namespace Hearth.Tests.Forwarding.Management;

/// <summary>Management where it lives: behind the forwarder's internal face.</summary>
public sealed class ManagementBehindForwarderTests : IFaceTransmitter, IFaceSystem
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(100);

    private readonly Queue<byte[]> toManagement = new();
    private readonly Queue<byte[]> fromManagement = new();
    private readonly List<byte[]> toProgram = [];
    private readonly Forwarder forwarder;
    private readonly ManagementService service;
    private readonly FaceId program;
    private readonly FaceId neighbour;
    private ulong commands;

    public ManagementBehindForwarderTests()
    {
        forwarder = new Forwarder(new ForwarderOptions(), this, new ForwarderSeed(1, 2, 3));
        forwarder.AddFace(FaceId.Internal, new FaceInfo("internal://", "internal://") { Scope = FaceScope.Local, LocalFieldsEnabled = true }, Now);
        program = forwarder.AddFace(new FaceInfo("fd://7", "unix:///run/nfd/nfd.sock") { Scope = FaceScope.Local }, Now);
        neighbour = forwarder.AddFace(new FaceInfo("udp4://192.0.2.1:6363", "udp4://192.0.2.9:6363"), Now);
        service = new ManagementService(
            forwarder,
            this,
            new CommandAuthorizer(),
            new ManagementOptions { Version = "hearth", StartedAt = ManagedForwarder.WallClock },
            frame => fromManagement.Enqueue(frame.ToArray()));
        foreach (var prefix in new[] { ManagementService.LocalPrefix, ManagementService.NetworkPrefix })
        {
            Assert.True(forwarder.Rib.Register(prefix, new Route(FaceId.Internal, RouteOrigin.App, 0, RouteInheritance.ChildInherit)));
        }
    }

    IEnumerable<FaceUri> IFaceSystem.Channels => [];

    void IFaceSystem.Create(FaceCreation creation, Action<FaceCreationResult> completed) => Assert.Fail("no face is wanted");

    void IFaceSystem.Destroy(FaceId face, TimeSpan now) => forwarder.RemoveFace(face, now);

    TimeSpan? IFaceSystem.ExpiryOf(FaceId face) => null;

    bool IFaceSystem.TrySetPersistency(FaceId face, FacePersistency persistency, TimeSpan now) => false;

    void IFaceTransmitter.Transmit(FaceId face, ReadOnlySpan<byte> packet)
    {
        if (face == FaceId.Internal)
        {
            toManagement.Enqueue(packet.ToArray());
        }
        else
        {
            toProgram.Add(packet.ToArray());
        }
    }

    [Fact]
    public void A_program_registers_for_itself_and_interests_come_to_it()
    {
        Assert.Equal(200, StatusOf(Send(Register("/localhost/nfd/rib/register", "/p/app"), program)));
        Assert.Equal(program, Assert.Single(forwarder.Rib.Find(Name.Parse("/p/app"))!.Routes).Face);

        toProgram.Clear();
        forwarder.Receive(neighbour, new InterestBuilder(Name.Parse("/p/app/1")) { Nonce = 1 }.Build(), Now);
        Assert.Single(toProgram);
    }

    [Fact]
    public void The_network_reaches_the_trust_rules_and_no_further()
    {
        Assert.Empty(Send(Register("/localhost/nfd/rib/register", "/p/app"), neighbour));
        Assert.Equal(403, StatusOf(Send(Register("/localhop/nfd/rib/register", "/p/app"), neighbour)));
        Assert.Null(forwarder.Rib.Find(Name.Parse("/p/app")));
    }

    [Fact]
    public void A_listing_right_after_a_change_shows_it()
    {
        var before = NamesIn(Send(List("rib/list"), program));
        Send(Register("/localhost/nfd/rib/register", "/p/app"), program);
        Assert.Equal(before.Append("/p/app").Order(), NamesIn(Send(List("rib/list"), program)).Order());
    }

    private List<byte[]> Send(byte[] interest, FaceId from)
    {
        toProgram.Clear();
        forwarder.Receive(from, interest, Now);
        while (toManagement.TryDequeue(out var frame))
        {
            Assert.True(LpPacket.TryRead(frame, out var link, out _));
            service.Receive(link.Fragment, new FaceId((uint)link.IncomingFaceId!.Value), Now, ManagedForwarder.WallClock);
            while (fromManagement.TryDequeue(out var answer))
            {
                forwarder.Receive(FaceId.Internal, answer, Now);
            }
        }

        return toProgram;
    }

    private byte[] Register(string command, string prefix)
    {
        var name = Name.Parse(command).Append(TlvType.GenericNameComponent, new ControlParameters { Name = Name.Parse(prefix) }.Encode());
        return new InterestBuilder(name) { Nonce = (uint)++commands }.Build(DigestSha256.Signer, new SignatureFreshness(new byte[8], commands, null));
    }

    private byte[] List(string dataset) =>
        new InterestBuilder(Name.Parse($"/localhost/nfd/{dataset}")) { CanBePrefix = true, MustBeFresh = true, Nonce = (uint)++commands }.Build();

    private static int StatusOf(List<byte[]> frames)
    {
        Assert.True(ControlResponse.TryRead(ContentIn(frames), out var response, out _));
        return response.StatusCode;
    }

    private static IEnumerable<string> NamesIn(List<byte[]> frames)
    {
        Assert.True(Dataset.TryRead<RibEntryStatus>(ContentIn(frames), out var entries, out _));
        return [.. entries.Select(entry => entry.Prefix.ToString())];
    }

    private static byte[] ContentIn(List<byte[]> frames)
    {
        Assert.True(LpPacket.TryRead(Assert.Single(frames), out var link, out _));
        Assert.True(Data.TryRead(link.Fragment, out var data, out _));
        return data.Content.ToArray();
    }
}
