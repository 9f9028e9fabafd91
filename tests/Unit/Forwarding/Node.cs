using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;
using Xunit;

namespace Hearth.Tests.Forwarding;

/// <summary>A forwarder whose faces are lists. <see cref="Sent"/> holds what left since it was last looked at.</summary>
internal sealed class Node : IFaceTransmitter
{
    private readonly List<string> sent = [];
    private readonly List<(FaceId Face, byte[] Wire)> wires = [];

    public Node(ForwarderOptions? options = null) =>
        Forwarder = new Forwarder(options ?? new ForwarderOptions(), this, new ForwarderSeed(1, 2, 3));

    public Forwarder Forwarder { get; }

    /// <summary>Frames that left, fragments included, since <see cref="Sent"/> was last looked at.</summary>
    public int FrameCount => wires.Count;

    public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(1000);

    /// <summary>What left, as <c>"face kind name"</c>, with what the link layer adds; empties the list.</summary>
    public string[] Sent
    {
        get
        {
            string[] taken = [.. sent];
            sent.Clear();
            wires.Clear();
            return taken;
        }
    }

    /// <summary>The bytes behind <see cref="Sent"/>, which empties this as well.</summary>
    public IReadOnlyList<(FaceId Face, byte[] Wire)> Wires => wires;

    public FaceId AddFace(FaceScope scope = FaceScope.NonLocal, LinkType link = LinkType.PointToPoint, bool localFields = false) =>
        Forwarder.AddFace(new FaceInfo("dummy://", "dummy://") { Scope = scope, LinkType = link, LocalFieldsEnabled = localFields }, Now);

    public FaceId[] AddFaces(int count) => [.. Enumerable.Range(0, count).Select(_ => AddFace())];

    public void AddRoute(string prefix, FaceId face, ulong cost = 0) =>
        Assert.True(Forwarder.Fib.AddNextHop(Name.Parse(prefix), face, cost));

    public void Interest(FaceId face, string name, uint? nonce = 1, Func<InterestBuilder, InterestBuilder>? with = null, LpPacket link = default) =>
        Receive(face, Build(name, nonce, with), link);

    public void Data(FaceId face, string name, int freshness = 10_000, int size = 10, LpPacket link = default) =>
        Receive(face, BuildData(name, freshness, size), link);

    public void Nack(FaceId face, string name, uint nonce, NackReason reason) =>
        Receive(face, Build(name, nonce, null), new LpPacket { FragCount = 1, Nack = reason });

    public void Receive(FaceId face, ReadOnlySpan<byte> packet, LpPacket link = default)
    {
        Span<byte> wire = stackalloc byte[PacketLimits.MaxPacketSize + 300];
        link.Fragment = packet;
        link.FragCount = Math.Max(1, link.FragCount);
        Forwarder.Receive(face, wire[..link.WriteTo(wire)], Now);
    }

    public void Advance(double milliseconds)
    {
        Now += TimeSpan.FromMilliseconds(milliseconds);
        Forwarder.Expire(Now);
    }

    public static byte[] Build(string name, uint? nonce, Func<InterestBuilder, InterestBuilder>? with = null)
    {
        var builder = new InterestBuilder(Name.Parse(name)) { Nonce = nonce };
        return (with?.Invoke(builder) ?? builder).Build();
    }

    public static byte[] BuildData(string name, int freshness = 10_000, int size = 10) =>
        new DataBuilder(Name.Parse(name)) { FreshnessPeriod = TimeSpan.FromMilliseconds(freshness), Content = new byte[size] }
            .Build(DigestSha256.Signer);

    public void Transmit(FaceId face, ReadOnlySpan<byte> packet)
    {
        wires.Add((face, packet.ToArray()));
        Assert.True(LpPacket.TryRead(packet, out var link, out _));
        if (link.FragCount > 1)
        {
            return;
        }

        var isData = link.Fragment[0] == TlvType.Data;
        var name = "";
        if (isData)
        {
            Assert.True(Hearth.Protocol.Data.TryRead(link.Fragment, out var data, out _));
            name = data.Name.ToString();
        }
        else
        {
            Assert.True(Hearth.Protocol.Interest.TryRead(link.Fragment, out var interest, out _));
            name = interest.Name.ToString();
        }

        var kind = link.Nack is { } reason ? $"Nack{reason}" : isData ? "Data" : "Interest";
        var token = link.PitToken.IsEmpty ? "" : $" token={Convert.ToHexString(link.PitToken)}";
        var incoming = link.IncomingFaceId is { } from ? $" from={from}" : "";
        var mark = link.CongestionMark == 0 ? "" : $" mark={link.CongestionMark}";
        sent.Add($"{face.Value - FaceId.FirstUnreserved} {kind} {name}{token}{incoming}{mark}");
    }
}
