using Hearth.Protocol;
using Hearth.Protocol.Certificates;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;

namespace Hearth.Tests.Fuzz.Parsers;

/// <summary>Parsers of the link layer.</summary>
internal static class LinkParsers
{
    private static readonly byte[] Packet = new DataBuilder(Name.Parse("/p/alice")) { Content = new byte[500] }.Build(DigestSha256.Signer);

    private static readonly byte[][] Frames =
    [
        .. Vectors.All("ndnts.json").Where(vector => vector[0] == 0x64),
        [0x64, 0x00],
        Packet,
        .. Fragments(200),
        .. Fragments(90),
        EveryField(),
    ];

    // A link lives through all inputs, as a face does. The clock is so slow that packets crowd: on one link in front of
    // its own bound, on the other in front of the pool's.
    private static readonly LinkService Roomy = FilledLink(2 * LinkService.MaxPartialPackets);
    private static readonly LinkService Crowded = FilledLink(4);
    private static readonly byte[] Due = new byte[RetransmissionPool.FrameSize];
    private static TimeSpan Clock;

    public static IReadOnlyList<Parser> All { get; } =
    [
        new("link packet", "appliance/Protocol/Link/LpPacket.cs", Read, Frames),
        new("link service", "appliance/Protocol/Link/LinkService.cs", input => Receive(Roomy, input), Frames),
        new("reassembly", "appliance/Protocol/Link/PartialPacket.cs", input => Receive(Crowded, input), [.. Fragments(300), .. LargeFragments()]),
        new("prefix announcement", "appliance/Protocol/Link/PrefixAnnouncement.cs", ReadAnnouncement, [Announcement(null), Announcement(Always), .. Vectors.All("ndnts.json").Where(IsAnnouncement)]),
    ];

    private static ValidityPeriod Always => new(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);

    private static byte[] Announcement(ValidityPeriod? validity) =>
        PrefixAnnouncement.Build(Name.Parse("/p/alice"), 1, TimeSpan.FromHours(1), validity, DigestSha256.Signer);

    private static bool IsAnnouncement(byte[] packet) => PrefixAnnouncement.TryRead(packet, out _, out _);

    private static byte[][] Fragments(int mtu)
    {
        var link = new LinkService(new ReassemblyPool());
        var writer = link.Send(LpPacket.Of(Packet) with { PitToken = [1, 2, 3, 4] }, mtu, TimeSpan.Zero);
        var buffer = new byte[Packet.Length + FrameWriter.Overhead];
        var fragments = new List<byte[]>();
        while (writer.TryWriteNext(buffer, out var size))
        {
            fragments.Add(buffer[..size]);
        }

        return [.. fragments];
    }

    private static byte[] EveryField()
    {
        var buffer = new byte[Packet.Length + 500 + LpPacket.MaxHeaderSize + 24];
        var packet = LpPacket.Of(Packet) with
        {
            Sequence = 1,
            PitToken = [1],
            Nack = NackReason.Duplicate,
            IncomingFaceId = 1,
            NextHopFaceId = 1,
            CachePolicy = 1,
            CongestionMark = 1,
            TxSequence = 1,
            Acks = [0xfd, 0x03, 0x44, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0xfd, 0x03, 0x44, 8, 0, 0, 0, 0, 0, 0, 0, 2],
            NonDiscovery = true,
            PrefixAnnouncement = Announcement(Always),
        };
        return buffer[..packet.WriteTo(buffer)];
    }

    // Two fragments that are larger together than a packet may be, and one whose header fields are.
    private static IEnumerable<byte[]> LargeFragments()
    {
        yield return Write(new LpPacket { Fragment = new byte[5000], Sequence = 90, FragIndex = 0, FragCount = 3 });
        yield return Write(new LpPacket { Fragment = new byte[5000], Sequence = 91, FragIndex = 1, FragCount = 3 });
        yield return Write(new LpPacket { Fragment = [1], Sequence = 70, FragIndex = 0, FragCount = 3, PrefixAnnouncement = new byte[1100] });
    }

    private static byte[] Write(in LpPacket packet)
    {
        var buffer = new byte[packet.Fragment.Length + packet.PrefixAnnouncement.Length + LpPacket.MaxHeaderSize];
        return buffer[..packet.WriteTo(buffer)];
    }

    // Its pool has made all that it may make, so that no input can be blamed for it.
    private static LinkService FilledLink(int poolLimit)
    {
        var pool = new ReassemblyPool(poolLimit);
        LinkService[] links = [new(pool), new(pool), new(pool)];
        foreach (var link in links)
        {
            for (ulong i = 0; i < LinkService.MaxPartialPackets; i++)
            {
                link.TryReceive(Write(new LpPacket { Fragment = [1], Sequence = 1000 * i, FragCount = 2 }), TimeSpan.Zero, out _);
            }
        }

        // Nor for what a link keeps once its peer wants acknowledgements.
        links[0].TryReceive(Write(new LpPacket { Fragment = [1], Sequence = 1, FragCount = 1, TxSequence = 1 }), TimeSpan.Zero, out _);
        Array.ForEach(links, link => link.Expire(TimeSpan.MaxValue));
        return links[0];
    }

    private static bool Read(ReadOnlySpan<byte> input) => LpPacket.TryRead(input, out _, out _);

    private static bool Receive(LinkService link, ReadOnlySpan<byte> input)
    {
        Clock += TimeSpan.FromMilliseconds(1);
        var isPacket = link.TryReceive(input, Clock, out var packet) && packet.Fragment.Length <= PacketLimits.MaxPacketSize;
        while (link.TryWriteDue(Due, Clock, out _))
        {
        }

        return isPacket && (link.NextDeadline is not { } deadline || deadline > Clock);
    }

    private static bool ReadAnnouncement(ReadOnlySpan<byte> input) => PrefixAnnouncement.TryRead(input, out _, out _);
}
