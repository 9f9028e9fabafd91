using System.Collections.Concurrent;
using Hearth.Client;
using Hearth.CommandLine;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;
using Xunit;

namespace Hearth.Tests.Client;

public sealed class NdnClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Impatience = TimeSpan.FromMilliseconds(50);
    private static readonly Name File = Name.Parse("/p/alice/file");

    [Fact]
    public async Task Data_answers_the_interest_that_asked_for_it()
    {
        await using var forwarder = new FakeForwarder(interest => [DataFor(interest)]);
        await using var client = await forwarder.ConnectAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Express(client, new InterestBuilder(File.AppendSegment((ulong)i)))));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => File.AppendSegment((ulong)i)), answers.Select(NameOf));
    }

    [Fact]
    public async Task Data_with_a_longer_name_answers_whoever_may_be_answered_so()
    {
        await using var forwarder = new FakeForwarder(_ => [DataOf(File.AppendVersion(1).AppendSegment(0))]);
        await using var client = await forwarder.ConnectAsync();
        Assert.Equal(File.AppendVersion(1).AppendSegment(0), NameOf(await Express(client, new InterestBuilder(File) { CanBePrefix = true })));
        Assert.Equal(NdnAnswer.TimedOut, await client.ExpressAsync(new InterestBuilder(File), Impatience, CancellationToken.None));
    }

    [Fact]
    public async Task A_packet_is_found_by_its_digest()
    {
        var packet = DataOf(File);
        await using var forwarder = new FakeForwarder(_ => [packet]);
        await using var client = await forwarder.ConnectAsync();
        Assert.True(Data.TryRead(packet, out var data, out _));
        var digest = new byte[32];
        data.ComputeImplicitDigest(digest);
        Assert.Equal(File, NameOf(await Express(client, new InterestBuilder(File.Append(TlvType.ImplicitSha256DigestComponent, digest)))));
        digest[0] ^= 1;
        var wrong = new InterestBuilder(File.Append(TlvType.ImplicitSha256DigestComponent, digest));
        Assert.Equal(NdnAnswer.TimedOut, await client.ExpressAsync(wrong, Impatience, CancellationToken.None));
    }

    [Fact]
    public async Task A_nack_tells_its_reason()
    {
        await using var forwarder = new FakeForwarder(interest => [Frame(interest, NackReason.NoRoute)]);
        await using var client = await forwarder.ConnectAsync();
        Assert.Equal(NackReason.NoRoute, (await Express(client, new InterestBuilder(File))).Nack);
    }

    [Fact]
    public async Task Each_interest_has_a_nonce_of_its_own()
    {
        var nonces = new ConcurrentBag<uint>();
        await using var forwarder = new FakeForwarder(wire =>
        {
            Assert.True(Interest.TryRead(wire, out var interest, out _));
            nonces.Add(interest.Nonce!.Value);
            return [DataFor(wire)];
        });
        await using var client = await forwarder.ConnectAsync();
        await Express(client, new InterestBuilder(File));
        await Express(client, new InterestBuilder(File));
        await Express(client, new InterestBuilder(File) { Nonce = 7 });
        Assert.Equal(3, nonces.Distinct().Count());
        Assert.Contains(7u, nonces);
    }

    [Fact]
    public async Task Packets_that_come_in_pieces_or_at_once_are_told_apart()
    {
        await using var forwarder = new FakeForwarder(interest =>
        {
            byte[] both = [.. DataOf(Name.Parse("/unasked")), .. DataFor(interest)];
            return both.Chunk(7);
        });
        await using var client = await forwarder.ConnectAsync();
        Assert.Equal(File, NameOf(await Express(client, new InterestBuilder(File))));
        Assert.Equal(File, NameOf(await Express(client, new InterestBuilder(File))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("00")]
    [InlineData("06FE00010000")]
    [InlineData("06FFFFFFFFFFFFFFFFFF")]
    public async Task A_forwarder_that_goes_or_talks_nonsense_is_said_to_be_gone(string? nonsense)
    {
        await using var forwarder = new FakeForwarder(_ => nonsense is null ? null : [Convert.FromHexString(nonsense), new byte[1]]);
        await using var client = await forwarder.ConnectAsync();
        var failure = await Assert.ThrowsAsync<VerbFailedException>(() => Express(client, new InterestBuilder(File)));
        Assert.Equal($"the forwarder at unix://{forwarder.SocketPath} closed the connection; look whether it still runs, then try again.", failure.Message);
    }

    [Theory]
    [InlineData("unix:///nowhere/nfd.sock")]
    [InlineData("tcp://127.0.0.1:1")]
    public async Task Where_nothing_listens_a_line_says_what_to_do(string uri)
    {
        Assert.True(ClientTransport.TryParse(uri, out var transport));
        var failure = await Assert.ThrowsAsync<VerbFailedException>(() => NdnClient.ConnectAsync(transport, CancellationToken.None));
        Assert.StartsWith($"no forwarder answers at {uri}", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("start one with `hearth run`, or say where it is with --socket.", failure.Message, StringComparison.Ordinal);
    }

    private static Task<NdnAnswer> Express(NdnClient client, InterestBuilder interest) =>
        client.ExpressAsync(interest, Patience, CancellationToken.None);

    private static byte[] DataFor(byte[] wire)
    {
        Assert.True(Interest.TryRead(wire, out var interest, out _));
        return DataOf(interest.Name.ToName());
    }

    private static byte[] DataOf(Name name) => new DataBuilder(name).Build(DigestSha256.Signer);

    private static byte[] Frame(byte[] interest, NackReason reason)
    {
        var buffer = new byte[1024];
        var packet = LpPacket.Of(interest);
        packet.Nack = reason;
        return buffer[..packet.WriteTo(buffer)];
    }

    private static Name NameOf(NdnAnswer answer)
    {
        Assert.True(answer.TryGetData(out var data));
        return data.Name.ToName();
    }
}
