using Hearth.Protocol;
using Hearth.Protocol.Tlv;
using Xunit;

namespace Hearth.Tests.Protocol.Tlv;

public sealed class TlvTests
{
    // NDN Packet Format v0.3, "Variable Size Encoding for type (T) and length (L)".
    [Theory]
    [InlineData(1u, "01 00")]
    [InlineData(252u, "FC 00")]
    [InlineData(253u, "FD00FD 00")]
    [InlineData(65535u, "FDFFFF 00")]
    [InlineData(65536u, "FE00010000 00")]
    [InlineData(uint.MaxValue, "FEFFFFFFFF 00")]
    public void Types_take_their_shortest_form(uint type, string hex)
    {
        var wire = Hex(hex);
        Assert.True(TlvElement.TryRead(wire, out var element, out _));
        Assert.Equal(type, element.Type);

        Span<byte> buffer = stackalloc byte[16];
        var writer = new TlvWriter(buffer);
        writer.WriteEmpty(type);
        Assert.Equal(wire, writer.Written.ToArray());
    }

    [Theory]
    [InlineData(0, "08 00")]
    [InlineData(252, "08 FC")]
    [InlineData(253, "08 FD00FD")]
    [InlineData(65535, "08 FDFFFF")]
    [InlineData(65536, "08 FE00010000")]
    public void Lengths_take_their_shortest_form(int length, string header)
    {
        byte[] wire = [.. Hex(header), .. new byte[length]];
        Assert.True(TlvElement.TryRead(wire, out var element, out _));
        Assert.Equal(length, element.Value.Length);
        Assert.Equal(wire.Length, element.Wire.Length);

        var written = new TlvWriter(new byte[wire.Length]);
        written.Write(8, new byte[length]);
        Assert.Equal(wire, written.Written.ToArray());

        var nested = new TlvWriter(new byte[wire.Length]);
        var mark = nested.Begin(8);
        nested.WriteRaw(new byte[length]);
        nested.End(mark);
        Assert.Equal(wire, nested.Written.ToArray());
    }

    [Theory]
    [InlineData("", ParseError.Truncated)]
    [InlineData("08", ParseError.Truncated)]
    [InlineData("08 01", ParseError.Truncated)]
    [InlineData("FD 00", ParseError.Truncated)]
    [InlineData("08 FE0000", ParseError.Truncated)]
    [InlineData("08 FF8000000000000000", ParseError.Truncated)]
    [InlineData("08 FFFFFFFFFFFFFFFFFF", ParseError.Truncated)]
    [InlineData("00 00", ParseError.TypeOutOfRange)]
    [InlineData("FF0000000100000000 00", ParseError.TypeOutOfRange)]
    [InlineData("FD0008 00", ParseError.NonMinimalNumber)]
    [InlineData("FE0000FFFF 00", ParseError.NonMinimalNumber)]
    [InlineData("FF00000000FFFFFFFF 00", ParseError.NonMinimalNumber)]
    [InlineData("08 FD00FC", ParseError.NonMinimalNumber)]
    [InlineData("08 FE0000FFFF", ParseError.NonMinimalNumber)]
    [InlineData("08 FF0000000000000001 00", ParseError.NonMinimalNumber)]
    [InlineData("08 00 08", ParseError.TrailingBytes)]
    public void What_is_not_one_element_is_refused_by_reason(string hex, ParseError expected)
    {
        Assert.False(TlvElement.TryRead(Hex(hex), out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void A_stream_learns_the_length_before_the_value_is_there()
    {
        Assert.Equal(ParseError.None, TlvReader.TryReadHeader(Hex("06 FD1234 07"), out var type, out var length, out var headerSize));
        Assert.Equal((6u, 0x1234ul, 4), (type, length, headerSize));
        Assert.Equal(ParseError.None, TlvReader.TryReadHeader(Hex("06 FF8000000000000000"), out _, out length, out _));
        Assert.Equal(1ul << 63, length);
        Assert.Equal(ParseError.Truncated, TlvReader.TryReadHeader(Hex("06 FD12"), out _, out _, out _));
    }

    // NDN Packet Format v0.3, "Non Negative Integer Encoding".
    [Theory]
    [InlineData(0ul, "19 01 00")]
    [InlineData(255ul, "19 01 FF")]
    [InlineData(256ul, "19 02 0100")]
    [InlineData(65536ul, "19 04 00010000")]
    [InlineData(4294967296ul, "19 08 0000000100000000")]
    [InlineData(ulong.MaxValue, "19 08 FFFFFFFFFFFFFFFF")]
    public void Numbers_take_one_two_four_or_eight_bytes(ulong number, string hex)
    {
        Span<byte> buffer = stackalloc byte[16];
        var writer = new TlvWriter(buffer);
        writer.WriteNumber(0x19, number);
        Assert.Equal(Hex(hex), writer.Written.ToArray());
        Assert.True(TlvElement.TryRead(writer.Written, out var element, out _));
        Assert.True(element.TryGetNumber(out var read));
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(9)]
    public void Numbers_of_another_size_are_none(int size) => Assert.False(TlvElement.TryGetNumber(new byte[size], out _));

    [Theory]
    [InlineData(0x07u, true)]
    [InlineData(31u, true)]
    [InlineData(32u, false)]
    [InlineData(33u, true)]
    [InlineData(0x0350u, false)]
    public void Low_and_odd_types_are_critical(uint type, bool critical) => Assert.Equal(critical, TlvType.IsCritical(type));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Writing_past_the_buffer_is_the_callers_mistake(int size) =>
        Assert.Throws<ArgumentException>(() => new TlvWriter(new byte[size]).Write(0xfd, [1, 2]));

    private static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
