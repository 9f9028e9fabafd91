using Hearth.Updates.Bundle;
using Xunit;

namespace Hearth.Tests.Updates.Bundle;

/// <summary>A program of two sections, whose second lies 0x1000 further in memory than in the file, and of reserved memory.</summary>
public sealed class AddressMapTests
{
    private static readonly DeltaSection[] Sections =
    [
        new(true, 0, 0x10000, 100, 0, 0x10000),
        new(true, 100, 0x11064, 200, 150, 0x11096),
        new(false, 0, 0x20000, 64, 0, 0x20040),
    ];

    [Theory]
    [InlineData(0x10000, 0x10000)] // at the start, which stays
    [InlineData(0x10031, 0x10031)]
    [InlineData(0x10032, 0x10064)] // behind what was inserted
    [InlineData(0x11064, 0x11096)] // the second section's start
    [InlineData(0x110C8, 0x110FA)] // what was not taken went with what stood before it
    [InlineData(0x20010, 0x20050)] // reserved
    public void What_was_taken_went_where_it_was_put(long old, long expected)
    {
        // 50 bytes stay, 50 are new, 150 of the old follow.
        var map = new AddressMap(new DeltaLayout(Sections, new OperandKind[1], [new(0, 50, 50), new(50, 150, 0), new(250, 50, 50)]));

        Assert.True(map.TryMap(old, out var mapped));
        Assert.Equal(expected, mapped);
    }

    [Theory]
    [InlineData(0xFFFF)]
    [InlineData(0x10064)]
    [InlineData(0x1112C)]
    [InlineData(0x20040)]
    [InlineData(-1)]
    public void What_is_not_the_programs_goes_nowhere(long old) =>
        Assert.False(new AddressMap(new DeltaLayout(Sections, new OperandKind[1], [new(0, 300, 0)])).TryMap(old, out _));

    [Theory]
    [InlineData(10, 10)]
    [InlineData(25, 25)]
    [InlineData(99, 99)]
    public void What_was_taken_twice_is_where_the_longer_run_put_it(int at, int expected)
    {
        var map = new AddressMap(new DeltaLayout(Sections, new OperandKind[1], [new(0, 100, 0), new(20, 10, 0), new(90, 10, 0)]));

        Assert.True(map.TryMap(0x10000 + at, out var mapped));
        Assert.Equal(0x10000 + expected, mapped);
    }

    [Fact]
    public void A_longer_run_that_begins_later_takes_over()
    {
        var map = new AddressMap(new DeltaLayout(Sections, new OperandKind[1], [new(0, 30, 0), new(20, 60, 0)]));

        Assert.True(map.TryMap(0x10000 + 25, out var mapped));
        Assert.Equal(0x10000 + 35, mapped);
    }
}
