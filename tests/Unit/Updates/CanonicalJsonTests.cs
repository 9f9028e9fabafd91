using System.Text;
using Hearth.Updates.Json;
using Xunit;

namespace Hearth.Tests.Updates;

/// <summary>"Canonical JSON" of OLPC, as TUF tools have it.</summary>
public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b": [1, -20, 0], "a": true , "B":null,"":false}""", """{"":false,"B":null,"a":true,"b":[1,-20,0]}""")]
    [InlineData("""{"ab":1,"a":2,"a b":3}""", """{"a":2,"a b":3,"ab":1}""")]
    [InlineData(""" "\u0041\n\t\"\\\/\b\f\r" """, "\"A\n\t\\\"\\\\/\b\f\r\"")]
    [InlineData("\"\\u00e9 é \\ud83d\\udc1d\"", "\"é é 🐝\"")]
    [InlineData("{\"\\ud83d\\udc1d\":1,\"\\uffee\":2}", "{\"\uffee\":2,\"🐝\":1}")]
    [InlineData("-0", "0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("[[],{}]\n", "[[],{}]")]
    public void One_value_has_one_form(string json, string canonical)
    {
        Assert.True(CanonicalJson.TryConvert(Encoding.UTF8.GetBytes(json), 100, out var converted));
        Assert.Equal(canonical, Encoding.UTF8.GetString(converted));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("1E3")]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("NaN")]
    [InlineData("tru")]
    [InlineData("True")]
    [InlineData("[1,]")]
    [InlineData("[1 2]")]
    [InlineData("[")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\"}")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"\\u 123\"")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("\"\\udc1d\\ud83d\"")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"a")]
    [InlineData("\"a\\\"")]
    [InlineData("\"a\\")]
    [InlineData("1 2")]
    [InlineData("\ufeff1")]
    [InlineData("/**/1")]
    public void What_has_no_form_is_refused(string json) =>
        Assert.False(CanonicalJson.TryConvert(Encoding.UTF8.GetBytes(json), 100, out _));

    [Fact]
    public void What_is_not_UTF8_is_refused() => Assert.False(CanonicalJson.TryConvert([(byte)'"', 0xc3, (byte)'"'], 100, out _));

    [Fact]
    public void Depth_is_bounded()
    {
        Assert.True(CanonicalJson.TryConvert(Nested(64), 1000, out _));
        Assert.False(CanonicalJson.TryConvert(Nested(65), 1000, out _));
        Assert.False(CanonicalJson.TryConvert(Nested(1_000_000), 10_000_000, out _));

        static byte[] Nested(int depth) => Encoding.UTF8.GetBytes($"{new string('[', depth)}1{new string(']', depth)}");
    }

    [Fact]
    public void The_number_of_values_is_bounded()
    {
        Assert.True(CanonicalJson.TryConvert("[1,2,3]"u8, 4, out _));
        Assert.False(CanonicalJson.TryConvert("[1,2,3]"u8, 3, out _));
    }
}
