using System.Buffers.Binary;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;
using Xunit;

namespace Hearth.Tests.Forwarding.Management;

/// <summary>A forwarder with management, a program on this machine and a neighbour; no packet leaves it.</summary>
internal sealed class ManagedForwarder : IFaceTransmitter, IFaceSystem
{
    public static readonly DateTimeOffset WallClock = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly List<byte[]> sent = [];
    private ulong commands;

    public ManagedForwarder(ICommandAuthorizer? authorizer = null, ManagementOptions? options = null, AnnouncementTrust? announcements = null)
    {
        Forwarder = new Forwarder(new ForwarderOptions { TrustsAnnouncement = announcements }, this, new ForwarderSeed(1, 2, 3));
        Forwarder.AddFace(FaceId.Internal, new FaceInfo("internal://", "internal://") { Scope = FaceScope.Local }, Now);
        Program = Forwarder.AddFace(new FaceInfo("fd://7", "unix:///run/nfd/nfd.sock") { Scope = FaceScope.Local, Persistency = FacePersistency.OnDemand }, Now);
        Neighbour = Forwarder.AddFace(
            new FaceInfo("udp4://192.0.2.1:6363", "udp4://192.0.2.9:6363")
            {
                Persistency = FacePersistency.OnDemand,
                Mtu = 1400,
            },
            Now);
        Service = new ManagementService(
            Forwarder,
            this,
            authorizer ?? new CommandAuthorizer(),
            options ?? new ManagementOptions { Version = "hearth 0.1.0", StartedAt = WallClock - TimeSpan.FromHours(1) },
            frame => sent.Add(PacketIn(frame.Span)));
    }

    public Forwarder Forwarder { get; }

    public ManagementService Service { get; }

    public FaceId Program { get; }

    public FaceId Neighbour { get; }

    public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(100);

    public DateTimeOffset Time { get; set; } = WallClock;

    /// <summary>What management sent since it last got an Interest, or since this was last looked at.</summary>
    public byte[][] Sent
    {
        get
        {
            byte[][] taken = [.. sent];
            sent.Clear();
            return taken;
        }
    }

    /// <summary>Faces that are being made; a test completes them.</summary>
    public List<(FaceCreation Creation, Action<FaceCreationResult> Complete)> Creations { get; } = [];

    public IEnumerable<FaceUri> Channels => [new("tcp4", "0.0.0.0", 6363), new("unix", Path: "/run/nfd/nfd.sock")];

    /// <summary>Makes faces as a node would, instead of leaving them to the test.</summary>
    public bool MakesFaces { get; init; }

    public bool MayChangePersistency { get; set; } = true;

    public void Create(FaceCreation creation, Action<FaceCreationResult> completed)
    {
        var uri = creation.Remote.ToString();
        var existing = Forwarder.Faces.All.FirstOrDefault(face => face.Info.Uri == uri);
        if (!MakesFaces)
        {
            Creations.Add((creation, completed));
        }
        else if (creation.Remote.Scheme == "tcp4")
        {
            completed(FaceCreationResult.Failed(FaceCreationStatus.Unreachable, "nobody is there"));
        }
        else
        {
            completed(existing is null ? FaceCreationResult.Created(AddFace(uri)) : FaceCreationResult.Exists(existing.Id));
        }
    }

    public void Destroy(FaceId face, TimeSpan now) => Forwarder.RemoveFace(face, now);

    public bool TrySetPersistency(FaceId face, FacePersistency persistency, TimeSpan now)
    {
        Assert.True(Forwarder.Faces.TryGet(face, out var found));
        found.Info = MayChangePersistency ? found.Info with { Persistency = persistency } : found.Info;
        return MayChangePersistency;
    }

    public TimeSpan? ExpiryOf(FaceId face) => face == Neighbour ? TimeSpan.FromSeconds(100) + TimeSpan.FromMinutes(10) : null;

    public void Transmit(FaceId face, ReadOnlySpan<byte> packet) => Assert.Fail("management changes tables, it forwards nothing");

    /// <summary>Makes a face as a socket would.</summary>
    public FaceId AddFace(string uri) => Forwarder.AddFace(new FaceInfo(uri, "udp4://192.0.2.9:6363"), Now);

    /// <summary>Gives a v0.3 command from the program on this machine and returns its answer.</summary>
    public ControlResponse Command(string command, ControlParameters parameters) =>
        ResponseTo(CommandInterest($"/localhost/nfd/{command}", parameters.Encode()), Program);

    /// <summary>A v0.3 command, different from every other one.</summary>
    public byte[] CommandInterest(string prefix, byte[] parameters, Signer? signer = null, ulong? time = null)
    {
        var nonce = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(nonce, ++commands);
        var name = Name.Parse(prefix).Append(TlvType.GenericNameComponent, parameters);
        return new InterestBuilder(name).Build(
            signer ?? DigestSha256.Signer, new SignatureFreshness(nonce, time ?? (ulong)Time.ToUnixTimeMilliseconds(), null));
    }

    /// <summary>Hands an Interest to management.</summary>
    public byte[][] Receive(byte[] interest, FaceId incoming)
    {
        sent.Clear();
        Service.Receive(interest, incoming, Now, Time);
        return [.. sent];
    }

    /// <summary>The one answer to a command that came in on a face.</summary>
    public ControlResponse ResponseTo(byte[] interest, FaceId incoming) => ResponseIn(Assert.Single(Receive(interest, incoming)), interest);

    /// <summary>The answer that came after <see cref="Receive"/> had returned.</summary>
    public ControlResponse LateResponseTo(byte[] interest) => ResponseIn(Assert.Single(sent), interest);

    /// <summary>Asks for a dataset and puts its segments together.</summary>
    public IReadOnlyList<T> List<T>(string dataset, byte[]? filter = null)
        where T : IReadableDatasetItem<T>
    {
        var name = Name.Parse($"/localhost/nfd/{dataset}");
        name = filter is null ? name : name.Append(TlvType.GenericNameComponent, filter);
        var content = new List<byte>();
        var packet = Assert.Single(Receive(Discovery(name), Program));
        for (ulong segment = 0; ; segment++)
        {
            Assert.True(Data.TryRead(packet, out var data, out _));
            Assert.True(DigestSha256.Verifier.Verify(data));
            Assert.Equal(TimeSpan.FromSeconds(1), data.FreshnessPeriod);
            Assert.True(data.Name.Last.TryGetNumber(TlvType.SegmentNameComponent, out var number));
            Assert.Equal(segment, number);
            Assert.True(data.TryGetFinalSegment(out var last));
            content.AddRange(data.Content);
            if (segment == last)
            {
                break;
            }

            var next = data.Name.Prefix(data.Name.Count - 1).ToName().AppendSegment(segment + 1);
            packet = Assert.Single(Receive(new InterestBuilder(next).Build(), Program));
        }

        Assert.True(Dataset.TryRead<T>(content.ToArray(), out var items, out var error), error.ToString());
        return items;
    }

    public static byte[] Discovery(Name name) => new InterestBuilder(name) { CanBePrefix = true, MustBeFresh = true }.Build();

    /// <summary>Datasets may not be kept by the content store, answers to commands may.</summary>
    private static byte[] PacketIn(ReadOnlySpan<byte> frame)
    {
        Assert.True(LpPacket.TryRead(frame, out var link, out _));
        Assert.True(Data.TryRead(link.Fragment, out var data, out _));
        Assert.Equal(data.Name.Last.Type == TlvType.SegmentNameComponent ? 1ul : null, link.CachePolicy);
        return data.Wire.ToArray();
    }

    private static ControlResponse ResponseIn(byte[] packet, byte[] interest)
    {
        Assert.True(Data.TryRead(packet, out var data, out _));
        Assert.True(Interest.TryRead(interest, out var asked, out _));
        Assert.True(data.Name.Equals(asked.Name));
        Assert.True(DigestSha256.Verifier.Verify(data));
        Assert.Equal(TimeSpan.FromSeconds(1), data.FreshnessPeriod);
        Assert.True(ControlResponse.TryRead(data.Content, out var response, out var error), error.ToString());
        return response;
    }
}
