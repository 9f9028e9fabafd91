using System.Net;
using Hearth.Discovery.Dns;
using Xunit;

namespace Hearth.Tests.Discovery;

public sealed class DnsMessageTests
{
    private const string ResponseOfOne = "0000 8400 0000 0001 0000 0000 ";
    private const string HearthLocal = "06 686561727468 05 6c6f63616c 00 ";

    private static readonly DnsName Host = DnsName.Parse("hearth.local");
    private static readonly DnsName Instance = DnsName.Of("Kitchen. 2", "_http", "_tcp", "local");

    [Fact]
    public void A_query_has_the_bytes_of_the_specification() => Assert.Equal(
        Bytes("0000 0000 0001 0000 0000 0000 " + HearthLocal + "00ff 8001"),
        Write(new DnsMessage { Questions = [new DnsQuestion(Host, DnsType.Any, UnicastResponse: true)] }));

    [Fact]
    public void Names_are_compressed_within_data_too() => Assert.Equal(
        Bytes("0000 8400 0000 0002 0000 0000 05 5f68747470 04 5f746370 05 6c6f63616c 00 000c 0001 00001194 0004 01 61 c00c"
            + "c028 0021 8001 00000078 000f 0000 0000 0050 06 686561727468 c017"),
        Write(new DnsMessage
        {
            IsResponse = true,
            Answers =
            [
                DnsRecord.Pointer(DnsName.Parse("_http._tcp.local"), DnsName.Parse("a._http._tcp.local")),
                DnsRecord.Service(DnsName.Parse("a._http._tcp.local"), Host, 80),
            ],
        }));

    [Fact]
    public void What_is_written_is_read_back()
    {
        var written = Sample();

        Assert.True(DnsMessage.TryRead(Write(written), out var read));

        Assert.Equal((ushort)7, read.Id);
        Assert.True(read.IsResponse);
        Assert.Equal(written.Questions, read.Questions);
        Assert.All(written.Answers.Zip(read.Answers), pair => Assert.True(pair.First.IsSameFact(pair.Second)));
        Assert.Equal(written.Answers.Select(record => (record.Ttl, record.CacheFlush)), read.Answers.Select(record => (record.Ttl, record.CacheFlush)));
        Assert.Equal("garden=/p/alice", string.Join(' ', read.Answers[4].GetText().Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.True(read.Answers[3].TryGetService(out var host, out var port));
        Assert.Equal((Host, 6363), (host, port));
    }

    [Fact]
    public void An_nsec_record_holds_the_types_in_a_bitmap() => Assert.Equal(
        Bytes(HearthLocal + "00 04 40000008"),
        DnsRecord.Nsec(Host, [DnsType.A, DnsType.Aaaa]).Data.ToArray());

    [Theory]
    [InlineData("c00c")] // A name that is itself.
    [InlineData("01 61 c00c")] // A name that leads back into itself.
    [InlineData("c00e c00c")] // Forward.
    [InlineData("40")] // A label type that nobody defined.
    [InlineData("80")]
    [InlineData("07 6c6f63616c")] // A label that ends outside.
    [InlineData("c0")]
    [InlineData("")]
    public void A_bad_name_is_refused(string name) => Assert.False(DnsMessage.TryRead(Bytes("0000 0000 0001 0000 0000 0000" + name + "0001 0001"), out _));

    [Theory]
    [InlineData(HearthLocal + "0001 0001 00000078 0005 0a000001")] // Data that ends outside.
    [InlineData(HearthLocal + "000c 0001 00000078 0003 01 61 00 00")] // Trailing bytes are no matter, see below.
    [InlineData(HearthLocal + "000c 0001 00000078 0004 01 61 00 00")] // A pointer with something behind its name.
    [InlineData(HearthLocal + "0021 0001 00000078 0004 0000 0000")] // A service without host.
    public void Bad_data_is_refused_and_trailing_bytes_are_not(string record) =>
        Assert.Equal(record.Contains("0003", StringComparison.Ordinal), DnsMessage.TryRead(Bytes(ResponseOfOne + record), out _));

    [Theory]
    [InlineData("0000 0800")] // Another opcode.
    [InlineData("0000 8403")] // An error.
    public void Other_kinds_of_message_are_refused(string start) => Assert.False(DnsMessage.TryRead(Bytes(start + "0000 0000 0000 0000"), out _));

    [Fact]
    public void A_name_longer_than_255_bytes_is_refused()
    {
        var label = "3f" + string.Concat(Enumerable.Repeat("61", 63));
        Assert.True(DnsMessage.TryRead(Bytes("0000 0000 0001 0000 0000 0000" + label + label + label + "00 0001 0001"), out _));
        Assert.False(DnsMessage.TryRead(Bytes("0000 0000 0001 0000 0000 0000" + label + label + label + label + "00 0001 0001"), out _));
    }

    [Fact]
    public void No_truncated_message_is_accepted()
    {
        var whole = Write(Sample());
        for (var size = 0; size < whole.Length; size++)
        {
            Assert.False(DnsMessage.TryRead(whole.AsSpan(0, size), out _));
        }

        Assert.True(DnsMessage.TryRead(whole, out _));
    }

    [Fact]
    public void Case_of_ascii_letters_alone_is_disregarded()
    {
        Assert.Equal(DnsName.Parse("HEARTH.Local"), Host);
        Assert.NotEqual(DnsName.Parse("hÉarth.local"), DnsName.Parse("héarth.local"));
    }

    internal static byte[] Write(DnsMessage message)
    {
        var buffer = new byte[DnsMessage.MaxSize];
        return buffer[..message.WriteTo(buffer)];
    }

    private static DnsMessage Sample() => new()
    {
        Id = 7,
        IsResponse = true,
        Questions = [new DnsQuestion(Host, DnsType.A), new DnsQuestion(Instance, DnsType.Any, UnicastResponse: true)],
        Answers =
        [
            DnsRecord.Address(Host, IPAddress.Parse("192.0.2.1")),
            DnsRecord.Address(Host, IPAddress.Parse("fe80::1")),
            DnsRecord.Pointer(DnsName.Parse("_http._tcp.local"), Instance),
            DnsRecord.Service(Instance, Host, 6363),
            DnsRecord.Text(Instance, [new("garden", "/p/alice")]),
        ],
        Additionals = [DnsRecord.Nsec(Host, [DnsType.A])],
    };

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
