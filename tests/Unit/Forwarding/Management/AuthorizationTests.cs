using System.Buffers.Binary;
using System.Security.Cryptography;
using Hearth.Forwarding.Management;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;
using Xunit;

namespace Hearth.Tests.Forwarding.Management;

/// <summary>Who may command: program or neighbour, unsigned or signed, in the old form and the new, trusted or not.</summary>
public sealed class AuthorizationTests : IDisposable
{
    private static readonly byte[] Parameters = new ControlParameters { Name = Name.Parse("/p/alice") }.Encode();

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public enum From
    {
        Program,
        Neighbour,
    }

    public enum Form
    {
        Bare,
        Version2,
        Version3,
    }

    public enum By
    {
        Digest,
        WrongDigest,
        Key,
    }

    [Theory]
    // A program on this machine: any well-formed signature.
    [InlineData("/localhost/nfd", From.Program, Form.Bare, By.Digest, false, 403)]
    [InlineData("/localhost/nfd", From.Program, Form.Version2, By.Digest, false, 200)]
    [InlineData("/localhost/nfd", From.Program, Form.Version3, By.Digest, false, 200)]
    [InlineData("/localhost/nfd", From.Program, Form.Version2, By.WrongDigest, false, 403)]
    [InlineData("/localhost/nfd", From.Program, Form.Version3, By.WrongDigest, false, 403)]
    [InlineData("/localhost/nfd", From.Program, Form.Version2, By.Key, false, 200)]
    [InlineData("/localhost/nfd", From.Program, Form.Version3, By.Key, false, 200)]
    [InlineData("/localhop/nfd", From.Program, Form.Version3, By.Digest, false, 200)]
    // The network: never under /localhost, and elsewhere only by a key that the trust rules accept.
    [InlineData("/localhost/nfd", From.Neighbour, Form.Version3, By.Key, true, 0)]
    [InlineData("/localhop/nfd", From.Neighbour, Form.Bare, By.Digest, true, 403)]
    [InlineData("/localhop/nfd", From.Neighbour, Form.Version2, By.Digest, true, 403)]
    [InlineData("/localhop/nfd", From.Neighbour, Form.Version3, By.Digest, true, 403)]
    [InlineData("/localhop/nfd", From.Neighbour, Form.Version2, By.Key, false, 403)]
    [InlineData("/localhop/nfd", From.Neighbour, Form.Version3, By.Key, false, 403)]
    [InlineData("/localhop/nfd", From.Neighbour, Form.Version2, By.Key, true, 200)]
    [InlineData("/localhop/nfd", From.Neighbour, Form.Version3, By.Key, true, 200)]
    public void A_registration_is_taken_from_whoever_may(string prefix, From from, Form form, By by, bool trusted, int expected)
    {
        var forwarder = Forwarder(trusted);
        var interest = Registration(forwarder, prefix, form, by);
        var answers = forwarder.Receive(interest, from == From.Program ? forwarder.Program : forwarder.Neighbour);
        Assert.Equal(expected, answers.Length == 0 ? 0 : StatusOf(answers[0]));
        Assert.Equal(expected == 200, forwarder.Forwarder.Rib.Find(Name.Parse("/p/alice")) is not null);
        Assert.Equal(expected == 403 ? 1 : 0, forwarder.Service.Counters.Unauthorized);
    }

    [Theory]
    [InlineData("faces/destroy")]
    [InlineData("fib/add-nexthop")]
    [InlineData("strategy-choice/set")]
    [InlineData("cs/config")]
    [InlineData("faces/list")]
    public void The_network_has_no_other_command(string command)
    {
        var forwarder = Forwarder(trusted: true);
        var interest = forwarder.CommandInterest($"/localhop/nfd/{command}", Parameters, new KeySigner(key));
        Assert.Empty(forwarder.Receive(interest, forwarder.Neighbour));
        Assert.Equal(1, forwarder.Service.Counters.Ignored);
    }

    [Fact]
    public void Without_trust_rules_the_network_is_refused()
    {
        var forwarder = new ManagedForwarder();
        var interest = forwarder.CommandInterest("/localhop/nfd/rib/register", Parameters, new KeySigner(key));
        Assert.Equal(403, forwarder.ResponseTo(interest, forwarder.Neighbour).StatusCode);
    }

    [Fact]
    public void Trust_rules_see_key_and_prefix()
    {
        var seen = "";
        CommandTrust trust = (in CommandRequest request) =>
        {
            seen = $"{request.Command.Signature.KeyName.ToString()} {request.Prefix} {request.Module} {request.Verb} {request.Scope}";
            return false;
        };
        var forwarder = new ManagedForwarder(new CommandAuthorizer(trust));
        var interest = forwarder.CommandInterest("/localhop/nfd/rib/register", Parameters, new KeySigner(key));
        Assert.Equal(403, forwarder.ResponseTo(interest, forwarder.Neighbour).StatusCode);
        Assert.Equal("/p/alice/KEY/1 /p/alice rib register NonLocal", seen);
    }

    [Theory]
    [InlineData(From.Program, "/localhost/nfd")]
    [InlineData(From.Neighbour, "/localhop/nfd")]
    public void A_command_counts_once(From from, string prefix)
    {
        var forwarder = Forwarder(trusted: true);
        var face = from == From.Program ? forwarder.Program : forwarder.Neighbour;
        var interest = Registration(forwarder, prefix, Form.Version3, By.Key);
        Assert.True(forwarder.ResponseTo(interest, face).IsSuccess);
        Assert.Equal(403, forwarder.ResponseTo(interest, face).StatusCode);
    }

    [Fact]
    public void A_command_that_was_caught_counts_on_no_other_face_either()
    {
        var forwarder = Forwarder(trusted: true);
        var interest = Registration(forwarder, "/localhop/nfd", Form.Version3, By.Key);
        Assert.True(forwarder.ResponseTo(interest, forwarder.Neighbour).IsSuccess);
        Assert.Equal(403, forwarder.ResponseTo(interest, forwarder.AddFace("udp4://192.0.2.2:6363")).StatusCode);
    }

    [Fact]
    public void Commands_of_one_moment_differ_by_their_nonce()
    {
        var forwarder = Forwarder(trusted: true);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(forwarder.ResponseTo(Registration(forwarder, "/localhop/nfd", Form.Version3, By.Key), forwarder.Neighbour).IsSuccess);
        }
    }

    [Fact]
    public void A_command_older_than_all_that_are_remembered_is_refused()
    {
        var forwarder = Forwarder(trusted: true);
        var start = (ulong)forwarder.Time.ToUnixTimeMilliseconds();
        for (ulong i = 1; i <= 64; i++)
        {
            Assert.True(Send(start + i));
        }

        Assert.False(Send(start));
        Assert.True(Send(start + 65));

        bool Send(ulong time) => forwarder.ResponseTo(
            forwarder.CommandInterest("/localhop/nfd/rib/register", Parameters, new KeySigner(key), time), forwarder.Neighbour).IsSuccess;
    }

    [Theory]
    [InlineData(-120_001, 403)]
    [InlineData(-120_000, 200)]
    [InlineData(120_000, 200)]
    [InlineData(120_001, 403)]
    [InlineData(long.MaxValue, 403)]
    public void A_command_from_the_network_was_signed_just_now(long offset, int expected)
    {
        var forwarder = Forwarder(trusted: true);
        var time = unchecked((ulong)forwarder.Time.ToUnixTimeMilliseconds() + (ulong)offset);
        var interest = forwarder.CommandInterest("/localhop/nfd/rib/register", Parameters, new KeySigner(key), time);
        Assert.Equal(expected, forwarder.ResponseTo(interest, forwarder.Neighbour).StatusCode);
    }

    [Fact]
    public void A_program_whose_clock_went_back_may_still_command()
    {
        var forwarder = new ManagedForwarder();
        Assert.True(forwarder.Command("rib/register", new ControlParameters { Name = Name.Parse("/p/a") }).IsSuccess);
        forwarder.Time -= TimeSpan.FromDays(3650);
        Assert.True(forwarder.Command("rib/register", new ControlParameters { Name = Name.Parse("/p/b") }).IsSuccess);
    }

    [Fact]
    public void A_program_may_sign_without_nonce_and_time()
    {
        var forwarder = new ManagedForwarder();
        foreach (var prefix in new[] { "/p/a", "/p/b" })
        {
            var name = Name.Parse("/localhost/nfd/rib/register")
                .Append(TlvType.GenericNameComponent, new ControlParameters { Name = Name.Parse(prefix) }.Encode());
            Assert.True(forwarder.ResponseTo(new InterestBuilder(name).Build(DigestSha256.Signer, default), forwarder.Program).IsSuccess);
        }
    }

    [Fact]
    public void More_signers_than_are_remembered_push_out_the_one_silent_longest()
    {
        var forwarder = new ManagedForwarder();
        var first = Registration(forwarder, "/localhost/nfd", Form.Version3, By.Digest);
        Assert.True(forwarder.ResponseTo(first, forwarder.Program).IsSuccess);
        Assert.Equal(403, forwarder.ResponseTo(first, forwarder.Program).StatusCode);
        for (var i = 0; i < 256; i++)
        {
            var signer = new KeySigner(key, Name.Parse($"/p/user-{i}/KEY/1"));
            Assert.True(forwarder.ResponseTo(forwarder.CommandInterest("/localhost/nfd/rib/register", Parameters, signer), forwarder.Program).IsSuccess);
        }

        Assert.True(forwarder.ResponseTo(first, forwarder.Program).IsSuccess);
    }

    [Theory]
    [InlineData("08080000000000000001" + "08080102030405060708" + "0805" + "16031B0100" + "0802" + "1700", true)]
    [InlineData("0803000001" + "08080102030405060708" + "0805" + "16031B0100" + "0802" + "1700", false)]
    [InlineData("08080000000000000001" + "08080102030405060708" + "0805" + "17031B0100" + "0802" + "1700", false)]
    [InlineData("08080000000000000001" + "08080102030405060708" + "0805" + "16031B0100" + "0802" + "1600", false)]
    [InlineData("08080000000000000001" + "08080102030405060708" + "0802" + "1600" + "0802" + "1700", false)]
    [InlineData("0802" + "1600" + "0802" + "1700", false)]
    public void The_old_form_is_told_by_its_last_four_components(string components, bool expected)
    {
        var name = "080161" + components;
        var hex = $"05{(name.Length / 2) + 2:X2}07{name.Length / 2:X2}{name}";
        Assert.True(Interest.TryRead(Convert.FromHexString(hex), out var interest, out var error), error.ToString());
        Assert.Equal(expected, CommandInterest.TryRead(interest, out var command, out _));
        if (expected)
        {
            Assert.Equal("/a", command.Name.ToString());
            Assert.Equal(1ul, command.Time);
        }
    }

    public void Dispose() => key.Dispose();

    private ManagedForwarder Forwarder(bool trusted)
    {
        CommandTrust trust = (in CommandRequest request) => trusted && request.Command.IsSignedBy(new KeyVerifier(key));
        return new ManagedForwarder(new CommandAuthorizer(trust));
    }

    private byte[] Registration(ManagedForwarder forwarder, string prefix, Form form, By by)
    {
        Signer signer = by switch { By.Digest => DigestSha256.Signer, By.WrongDigest => new WrongDigest(), _ => new KeySigner(key) };
        return form switch
        {
            Form.Version3 => forwarder.CommandInterest($"{prefix}/rib/register", Parameters, signer),
            Form.Version2 => Version2(forwarder, $"{prefix}/rib/register", signer),
            _ => new InterestBuilder(Name.Parse($"{prefix}/rib/register").Append(TlvType.GenericNameComponent, Parameters)).Build(),
        };
    }

    /// <summary>A command as python-ndn makes it: timestamp and nonce of eight bytes each.</summary>
    private static byte[] Version2(ManagedForwarder forwarder, string command, Signer signer)
    {
        Span<byte> buffer = stackalloc byte[512];
        BinaryPrimitives.WriteInt64BigEndian(buffer, forwarder.Time.ToUnixTimeMilliseconds());
        var name = Name.Parse(command)
            .Append(TlvType.GenericNameComponent, Parameters)
            .Append(TlvType.GenericNameComponent, buffer[..8])
            .Append(TlvType.GenericNameComponent, [1, 2, 3, 4, 5, 6, 7, 8]);

        var info = new TlvWriter(buffer);
        var mark = info.Begin(TlvType.SignatureInfo);
        info.WriteNumber(TlvType.SignatureType, (ulong)signer.Type);
        if (signer.KeyLocator is { } locator)
        {
            var nested = info.Begin(TlvType.KeyLocator);
            info.WriteName(locator);
            info.End(nested);
        }

        info.End(mark);
        name = name.Append(TlvType.GenericNameComponent, info.Written);

        Span<byte> signature = stackalloc byte[signer.MaxSignatureSize];
        signature = signature[..signer.Sign(name.Value, signature)];
        var value = new TlvWriter(buffer);
        value.Write(TlvType.SignatureValue, signature);
        return new InterestBuilder(name.Append(TlvType.GenericNameComponent, value.Written)).Build();
    }

    private static int StatusOf(byte[] packet)
    {
        Assert.True(Data.TryRead(packet, out var data, out _));
        Assert.True(ControlResponse.TryRead(data.Content, out var response, out _));
        return response.StatusCode;
    }

    private sealed class KeySigner(ECDsa key, Name? name = null) : Signer
    {
        public override SignatureType Type => SignatureType.Sha256WithEcdsa;

        public override Name? KeyLocator { get; } = name ?? Name.Parse("/p/alice/KEY/1");

        public override int MaxSignatureSize => 72;

        public override int Sign(ReadOnlySpan<byte> portion, Span<byte> signature)
        {
            var made = key.SignData(portion.ToArray(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            made.CopyTo(signature);
            return made.Length;
        }
    }

    private sealed class KeyVerifier(ECDsa key) : Verifier
    {
        public override SignatureType Type => SignatureType.Sha256WithEcdsa;

        public override bool Verify(ReadOnlySpan<byte> portion, ReadOnlySpan<byte> signature) =>
            key.VerifyData(portion, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private sealed class WrongDigest : Signer
    {
        public override SignatureType Type => SignatureType.DigestSha256;

        public override Name? KeyLocator => null;

        public override int MaxSignatureSize => 32;

        public override int Sign(ReadOnlySpan<byte> portion, Span<byte> signature)
        {
            SHA256.HashData(portion, signature);
            signature[0] ^= 1;
            return 32;
        }
    }
}
