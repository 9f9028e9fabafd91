using Hearth.CommandLine;
using Xunit;

namespace Hearth.Tests.CommandLine;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0ul, "0 B")]
    [InlineData(999ul, "999 B")]
    [InlineData(1000ul, "1.00 kB")]
    [InlineData(9994ul, "9.99 kB")]
    [InlineData(9995ul, "10.0 kB")]
    [InlineData(99_949ul, "99.9 kB")]
    [InlineData(99_950ul, "100 kB")]
    [InlineData(999_499ul, "999 kB")]
    [InlineData(999_500ul, "1.00 MB")]
    [InlineData(67_108_864ul, "67.1 MB")]
    [InlineData(ulong.MaxValue, "18.4 EB")]
    public void Bytes_have_three_figures(ulong bytes, string text) => Assert.Equal(text, Quantity.Bytes(bytes));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(3600, "1 h 0 min")]
    [InlineData(90_000, "1 d 1 h")]
    public void A_time_has_its_two_largest_units(int seconds, string text) => Assert.Equal(text, Quantity.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Counts_are_grouped() => Assert.Equal("12 345 678", Quantity.Count(12_345_678));

    [Theory]
    [InlineData("4096", 4096ul)]
    [InlineData("64MB", 64_000_000ul)]
    [InlineData("64 mb", 64_000_000ul)]
    [InlineData("1.5G", 1_500_000_000ul)]
    [InlineData("0", 0ul)]
    public void A_size_is_read(string text, ulong expected)
    {
        Assert.True(Quantity.TryParseBytes(text, out var bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MB")]
    [InlineData("-1")]
    [InlineData("64X")]
    [InlineData("64MM")]
    [InlineData("1,5G")]
    [InlineData("9999999999T")]
    public void What_is_no_size_is_refused(string text) => Assert.False(Quantity.TryParseBytes(text, out _));
}
