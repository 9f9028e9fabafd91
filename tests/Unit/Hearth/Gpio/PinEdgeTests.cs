using Hearth.Gpio;
using Xunit;

namespace Hearth.Tests.Gpio;

public sealed class PinEdgeTests
{
    // timestamp_ns, id, offset, seqno, line_seqno, padding[6] of struct gpio_v2_line_event.
    private const string Rising = "00CA9A3B00000000" + "01000000" + "11000000" + "07000000" + "05000000" + "000000000000000000000000000000000000000000000000";

    [Fact]
    public void An_edge_is_read_as_the_kernel_writes_it()
    {
        Assert.True(PinEdge.TryRead(Convert.FromHexString(Rising), out var edge));
        Assert.Equal(new PinEdge(17, PinEventTypes.Rising, TimeSpan.FromSeconds(1), Sequence: 5), edge);
    }

    [Fact]
    public void A_falling_edge_is_told_from_a_rising_one()
    {
        var bytes = Convert.FromHexString(Rising);
        bytes[8] = 2;
        Assert.True(PinEdge.TryRead(bytes, out var edge));
        Assert.Equal(PinEventTypes.Falling, edge.Type);
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(8, 3)]
    [InlineData(11, 1)]
    [InlineData(15, 0x80)]
    public void What_is_no_edge_is_refused(int at, byte wrong)
    {
        var bytes = Convert.FromHexString(Rising);
        bytes[at] = wrong;
        Assert.False(PinEdge.TryRead(bytes, out _));
    }

    [Fact]
    public void Every_byte_may_be_anything()
    {
        var random = new Random(17);
        var bytes = new byte[PinEdge.Size];
        var read = 0;
        for (var i = 0; i < 100_000; i++)
        {
            random.NextBytes(bytes);
            bytes.AsSpan(8, 4).Clear();
            bytes[8] = (byte)(i % 4);
            read += PinEdge.TryRead(bytes, out var edge) && edge is { PinNumber: >= 0 } && edge.At >= TimeSpan.Zero ? 1 : 0;
        }

        Assert.InRange(read, 20_000, 30_000);
    }

    [Fact]
    public void A_torn_edge_is_refused()
    {
        for (var length = 0; length < PinEdge.Size; length++)
        {
            Assert.False(PinEdge.TryRead(Convert.FromHexString(Rising).AsSpan(0, length), out _));
        }
    }
}
