using System.Security.Cryptography;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Protocol.Signing;

public sealed class CommandInterestTests
{
    private static readonly Name Command = Name.Parse("/localhost/nfd/rib/register/%68%00");

    [Fact]
    public void A_signed_Interest_is_a_command()
    {
        var wire = new InterestBuilder(Command) { ApplicationParameters = new byte[] { 5 } }
            .Build(DigestSha256.Signer, new SignatureFreshness(new byte[] { 1, 2, 3, 4 }, 1_700_000_000_000, 8));

        Assert.True(Interest.TryRead(wire, out var interest, out _));
        Assert.True(CommandInterest.TryRead(interest, out var command, out _));
        Assert.Equal(Command.ToString(), command.Name.ToString());
        Assert.Equal([5], command.ApplicationParameters.ToArray());
        Assert.Equal(1_700_000_000_000ul, command.Time);
        Assert.Equal([1, 2, 3, 4], command.Nonce.ToArray());
        Assert.Equal(8ul, command.SequenceNumber);
        Assert.True(command.IsSignedBy(DigestSha256.Verifier));
        Assert.False(command.IsSignedBy(HmacSha256.CreateVerifier([1])));
    }

    [Fact]
    public void An_old_command_is_a_command()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keyName = Name.Parse("/p/alice/KEY/k1");
        var name = CommandInterest.SignName(Command, EcdsaP256.CreateSigner(key, keyName), 1_700_000_000_000, [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal(Command.Count + 4, name.Count);

        Assert.True(Interest.TryRead(new InterestBuilder(name).Build(), out var interest, out _));
        Assert.True(CommandInterest.TryRead(interest, out var command, out _));
        Assert.Equal(Command.ToString(), command.Name.ToString());
        Assert.Equal(1_700_000_000_000ul, command.Time);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], command.Nonce.ToArray());
        Assert.Equal(keyName.ToString(), command.Signature.KeyName.ToString());
        Assert.True(command.ApplicationParameters.IsEmpty);
        Assert.True(command.IsSignedBy(EcdsaP256.CreateVerifier(key)));
        Assert.False(command.IsSignedBy(DigestSha256.Verifier));
    }

    [Fact]
    public void An_old_command_with_any_byte_changed_is_not_signed()
    {
        var name = CommandInterest.SignName(Command, DigestSha256.Signer, 1_700_000_000_000, [1, 2, 3, 4, 5, 6, 7, 8]);
        var wire = new InterestBuilder(name).Build();
        Assert.True(Passes(wire));
        for (var i = 0; i < wire.Length; i++)
        {
            wire[i] ^= 0x01;
            Assert.False(Passes(wire), $"byte {i} does not count");
            wire[i] ^= 0x01;
        }
    }

    // As python-ndn writes it: make_command of ndn.app_support.nfd_mgmt, by hand.
    [Fact]
    public void The_command_that_python_ndn_sends_is_read()
    {
        byte[] signed =
        [
            .. Name.Parse("/localhost/nfd/rib/register").Value,
            0x08, 0x07, 0x68, 0x05, 0x07, 0x03, 0x08, 0x01, 0x61,
            0x08, 0x08, 0x00, 0x00, 0x01, 0x8b, 0xcf, 0xe5, 0x68, 0x00,
            0x08, 0x08, 0xde, 0xad, 0xbe, 0xef, 0x01, 0x02, 0x03, 0x04,
            0x08, 0x05, 0x16, 0x03, 0x1b, 0x01, 0x00,
        ];
        byte[] components = [.. signed, 0x08, 0x22, 0x17, 0x20, .. SHA256.HashData(signed)];
        Assert.True(Name.TryRead(components, out var name, out _));

        Assert.True(Interest.TryRead(new InterestBuilder(name) { Nonce = 1 }.Build(), out var interest, out _));
        Assert.True(CommandInterest.TryRead(interest, out var command, out _));
        Assert.Equal(5, command.Name.Count);
        Assert.Equal(1_700_000_000_000ul, command.Time);
        Assert.True(command.IsSignedBy(DigestSha256.Verifier));
    }

    [Theory]
    [InlineData("/a", ParseError.MissingElement)]
    [InlineData("/%01/2/%16%00/x", ParseError.MissingElement)]
    [InlineData("/%01/2/x/%17%00", ParseError.MissingElement)]
    [InlineData("/%01/2/%16%00/%17%00", ParseError.MissingElement)]
    [InlineData("/%01/2/%16%03%1B%01%00/%17%01", ParseError.MissingElement)]
    [InlineData("/%1B%01%00/%16%03%1B%01%00/%17%00", ParseError.MissingElement)]
    [InlineData("/%01/2/%16%03%1B%03%00/%17%00", ParseError.Truncated)]
    [InlineData("/%01/2/%16%03%1B%01%00/%17%00", ParseError.None)]
    public void What_is_not_signed_is_no_command(string uri, ParseError expected)
    {
        Assert.True(Interest.TryRead(new InterestBuilder(Name.Parse(uri)).Build(), out var interest, out _));
        Assert.Equal(expected == ParseError.None, CommandInterest.TryRead(interest, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Parameters_without_signature_are_no_command()
    {
        var wire = new InterestBuilder(Command) { ApplicationParameters = new byte[] { 5 } }.Build();
        Assert.True(Interest.TryRead(wire, out var interest, out _));
        Assert.False(CommandInterest.TryRead(interest, out _, out var error));
        Assert.Equal(ParseError.MissingElement, error);
    }

    private static bool Passes(byte[] wire) =>
        Interest.TryRead(wire, out var interest, out _)
        && CommandInterest.TryRead(interest, out var command, out _)
        && command.IsSignedBy(DigestSha256.Verifier);
}
