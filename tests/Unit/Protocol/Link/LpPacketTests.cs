using Hearth.Protocol;
using Hearth.Protocol.Link;
using Xunit;

namespace Hearth.Tests.Protocol.Link;

public sealed class LpPacketTests
{
    [Fact]
    public void A_Nack_of_NDNts_is_read_and_made_the_same()
    {
        var wire = NdntsVectors.Get("nack");
        Assert.True(LpPacket.TryRead(wire, out var packet, out _));
        Assert.Equal(NackReason.NoRoute, packet.Nack);
        Assert.Equal([0xa0, 0xa1], packet.PitToken.ToArray());
        Assert.True(Interest.TryRead(packet.Fragment, out var interest, out _));
        Assert.Equal("/p/nack", interest.Name.ToString());
        Assert.Equal(wire, Write(LpPacket.Of(packet.Fragment) with { Nack = NackReason.NoRoute, PitToken = packet.PitToken }));
    }

    [Fact]
    public void A_congestion_mark_of_NDNts_is_read_and_made_the_same()
    {
        var wire = NdntsVectors.Get("congestion");
        Assert.True(LpPacket.TryRead(wire, out var packet, out _));
        Assert.Equal(1ul, packet.CongestionMark);
        Assert.Equal(wire, Write(LpPacket.Of(packet.Fragment) with { CongestionMark = 1 }));
    }

    [Fact]
    public void Every_header_field_reads_back()
    {
        byte[] acks = [0xfd, 0x03, 0x44, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0xfd, 0x03, 0x44, 8, 0, 0, 0, 0, 0, 0, 0, 2];
        var wire = Write(new LpPacket
        {
            Fragment = [5, 0],
            Sequence = ulong.MaxValue,
            FragIndex = 3,
            FragCount = 300,
            PitToken = new byte[LpPacket.MaxPitTokenSize],
            Nack = NackReason.None,
            IncomingFaceId = ulong.MaxValue,
            NextHopFaceId = ulong.MaxValue,
            CachePolicy = ulong.MaxValue,
            CongestionMark = ulong.MaxValue,
            TxSequence = ulong.MaxValue,
            Acks = acks,
            NonDiscovery = true,
            PrefixAnnouncement = [6, 0],
        });

        Assert.InRange(wire.Length, 1, LpPacket.MaxHeaderSize + 2 + acks.Length + 2);
        Assert.True(LpPacket.TryRead(wire, out var packet, out _));
        Assert.Equal([5, 0], packet.Fragment.ToArray());
        Assert.Equal((ulong.MaxValue, 3ul, 300ul), (packet.Sequence, packet.FragIndex, packet.FragCount));
        Assert.Equal(LpPacket.MaxPitTokenSize, packet.PitToken.Length);
        Assert.Equal(NackReason.None, packet.Nack);
        Assert.Equal(ulong.MaxValue, packet.IncomingFaceId);
        Assert.Equal(ulong.MaxValue, packet.NextHopFaceId);
        Assert.Equal(ulong.MaxValue, packet.CachePolicy);
        Assert.Equal(ulong.MaxValue, packet.CongestionMark);
        Assert.Equal(ulong.MaxValue, packet.TxSequence);
        Assert.Equal(acks, packet.Acks.ToArray());
        Assert.True(packet.NonDiscovery);
        Assert.Equal([6, 0], packet.PrefixAnnouncement.ToArray());
    }

    [Theory]
    [InlineData("0500", ParseError.None)]
    [InlineData("0600", ParseError.None)]
    [InlineData("6400", ParseError.None)]
    [InlineData("0800", ParseError.UnexpectedType)]
    [InlineData("6404 50020500", ParseError.None)]
    // Ignorable: 800 to 959 with the lowest bits 00.
    [InlineData("6404 FD032800", ParseError.None)]
    [InlineData("6404 FD032900", ParseError.UnrecognizedCriticalElement)]
    [InlineData("6404 FD03C000", ParseError.UnrecognizedCriticalElement)]
    [InlineData("6402 5400", ParseError.UnrecognizedCriticalElement)]
    // Out of order; twice; anything after the fragment.
    [InlineData("6408 FD034C00 FD032000", ParseError.UnrecognizedCriticalElement)]
    [InlineData("6408 FD034C00 FD034C00", ParseError.UnrecognizedCriticalElement)]
    [InlineData("6408 50020500 FD034C00", ParseError.UnrecognizedCriticalElement)]
    [InlineData("6408 50020500 50020500", ParseError.UnrecognizedCriticalElement)]
    // Sequence of 4 bytes; index beyond count; count 0; token of 0 and of 33 bytes; policy without type.
    [InlineData("6406 510401020304", ParseError.InvalidValue)]
    [InlineData("6406 520102 530102", ParseError.InvalidValue)]
    [InlineData("6403 530100", ParseError.InvalidValue)]
    [InlineData("6403 530300", ParseError.Truncated)]
    [InlineData("6405 5303000000", ParseError.InvalidValue)]
    [InlineData("6402 6200", ParseError.InvalidValue)]
    [InlineData("6423 6221000000000000000000000000000000000000000000000000000000000000000000", ParseError.InvalidValue)]
    [InlineData("6404 FD033400", ParseError.MissingElement)]
    [InlineData("6408 FD033404FD033500", ParseError.InvalidValue)]
    [InlineData("6408 FD032004FD032100", ParseError.InvalidValue)]
    [InlineData("6405 FD034C0100", ParseError.InvalidValue)]
    [InlineData("6405 FD03440100", ParseError.InvalidValue)]
    [InlineData("6405 FD03480100", ParseError.InvalidValue)]
    public void Link_packets_are_checked(string hex, ParseError expected)
    {
        var wire = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(expected == ParseError.None, LpPacket.TryRead(wire, out _, out var error));
        Assert.Equal(expected, error);
    }

    private static byte[] Write(in LpPacket packet)
    {
        var buffer = new byte[packet.Fragment.Length + packet.PrefixAnnouncement.Length + packet.Acks.Length + LpPacket.MaxHeaderSize];
        return buffer[..packet.WriteTo(buffer)];
    }
}
