using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Xunit;

namespace Hearth.Tests.Protocol;

public sealed class InterestTests
{
    [Fact]
    public void An_Interest_of_NDNts_reads_with_all_its_fields_and_is_made_the_same()
    {
        var wire = NdntsVectors.Get("interest");
        Assert.True(Interest.TryRead(wire, out var interest, out _));
        Assert.Equal("/p/alice/x/32=metadata/v=7/50=%01%00", interest.Name.ToString().Replace("seg=256", "50=%01%00", StringComparison.Ordinal));
        Assert.True(interest.CanBePrefix && interest.MustBeFresh);
        Assert.Equal(0x01020304u, interest.Nonce);
        Assert.Equal(TimeSpan.FromMilliseconds(700), interest.Lifetime);
        Assert.Equal((byte)9, interest.HopLimit);
        Assert.Equal((byte)9, wire[interest.HopLimitOffset]);
        Assert.False(interest.HasApplicationParameters || interest.IsSigned);

        var made = new InterestBuilder(interest.Name.ToName())
        {
            CanBePrefix = true,
            MustBeFresh = true,
            ForwardingHint = [Name.Parse("/hint/a"), Name.Parse("/hint/b")],
            Nonce = 0x01020304,
            Lifetime = TimeSpan.FromMilliseconds(700),
            HopLimit = 9,
        }.Build();
        Assert.Equal(wire, made);
    }

    [Fact]
    public void The_parameters_digest_of_NDNts_is_ours()
    {
        var wire = NdntsVectors.Get("interest with parameters");
        Assert.True(Interest.TryRead(wire, out var interest, out _));
        Assert.True(interest.HasApplicationParameters && interest.HasValidParametersDigest());
        Assert.Equal([0xc0, 0x00], interest.ApplicationParameters.ToArray());

        var made = new InterestBuilder(Name.Parse("/p/alice/command"))
        {
            Nonce = 0x01020304,
            ApplicationParameters = new byte[] { 0xc0, 0x00 },
        }.Build();
        Assert.Equal(wire, made);
        wire[^1] ^= 1;
        Assert.True(Interest.TryRead(wire, out interest, out _));
        Assert.False(interest.HasValidParametersDigest());
    }

    [Theory]
    [InlineData("0503 0701 08", ParseError.Truncated)]
    [InlineData("0500", ParseError.MissingElement)]
    [InlineData("0502 0700", ParseError.MissingElement)]
    [InlineData("0600", ParseError.UnexpectedType)]
    [InlineData("0505 0703080161", ParseError.None)]
    // CanBePrefix with a value; MustBeFresh with a value; Nonce of 3 bytes; HopLimit of 2; lifetime of 3; empty hint.
    [InlineData("0508 0703080161 210100", ParseError.InvalidValue)]
    [InlineData("0508 0703080161 120100", ParseError.InvalidValue)]
    [InlineData("050A 0703080161 0A03010203", ParseError.InvalidValue)]
    [InlineData("0509 0703080161 22020101", ParseError.InvalidValue)]
    [InlineData("050A 0703080161 0C03010203", ParseError.InvalidValue)]
    [InlineData("0507 0703080161 1E00", ParseError.MissingElement)]
    [InlineData("0509 0703080161 1E020800", ParseError.UnexpectedType)]
    // Unknown and critical; unknown and not; Nonce twice; MustBeFresh before CanBePrefix; HopLimit, ignorable, twice.
    [InlineData("0507 0703080161 0F00", ParseError.UnrecognizedCriticalElement)]
    [InlineData("0507 0703080161 F000", ParseError.None)]
    [InlineData("0511 0703080161 0A0401020304 0A0401020304", ParseError.UnrecognizedCriticalElement)]
    [InlineData("0509 0703080161 1200 2100", ParseError.UnrecognizedCriticalElement)]
    [InlineData("050B 0703080161 220101 220102", ParseError.None)]
    // Parameters without digest; signature value without info; info without value and parameters.
    [InlineData("0507 0703080161 2400", ParseError.ParametersDigestMismatch)]
    [InlineData("0507 0703080161 2E00", ParseError.MissingElement)]
    [InlineData("050A 0703080161 2C031B0100", ParseError.MissingElement)]
    public void Interests_are_checked(string hex, ParseError expected)
    {
        var wire = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(expected == ParseError.None, Interest.TryRead(wire, out var interest, out var error));
        Assert.Equal(expected, error);
        if (expected == ParseError.None)
        {
            Assert.Equal("/a", interest.Name.ToString());
            Assert.Equal(PacketLimits.DefaultInterestLifetime, interest.Lifetime);
            Assert.True(interest.HopLimit is null or 1);
        }
    }

    [Fact]
    public void A_lifetime_without_end_can_be_added_to_any_time()
    {
        var wire = Convert.FromHexString("050F" + "0703080161" + "0C08FFFFFFFFFFFFFFFF");
        Assert.True(Interest.TryRead(wire, out var interest, out _));
        Assert.True(TimeSpan.FromDays(36_500) + interest.Lifetime > TimeSpan.FromDays(36_500));
    }

    [Theory]
    [InlineData("/a/b", false, "/a/b", true)]
    [InlineData("/a", false, "/a/b", false)]
    [InlineData("/a", true, "/a/b", true)]
    [InlineData("/a/b/c", true, "/a/b", false)]
    public void Data_answers_by_name(string asked, bool canBePrefix, string named, bool answers)
    {
        var question = new InterestBuilder(Name.Parse(asked)) { CanBePrefix = canBePrefix }.Build();
        var answer = new DataBuilder(Name.Parse(named)).Build(DigestSha256.Signer);
        Assert.True(Interest.TryRead(question, out var interest, out _));
        Assert.True(Data.TryRead(answer, out var data, out _));
        Assert.Equal(answers, interest.MatchesName(data));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_implicit_digest_asks_for_one_packet(bool canBePrefix)
    {
        var answer = new DataBuilder(Name.Parse("/a")) { Content = new byte[] { 1 } }.Build(DigestSha256.Signer);
        var other = new DataBuilder(Name.Parse("/a")) { Content = new byte[] { 2 } }.Build(DigestSha256.Signer);
        Assert.True(Data.TryRead(answer, out var data, out _));
        Assert.True(Data.TryRead(other, out var otherData, out _));
        var digest = new byte[32];
        data.ComputeImplicitDigest(digest);
        var question = new InterestBuilder(Name.Parse("/a").Append(1, digest)) { CanBePrefix = canBePrefix }.Build();
        Assert.True(Interest.TryRead(question, out var interest, out _));
        Assert.True(interest.MatchesName(data));
        Assert.False(interest.MatchesName(otherData));
    }

    [Fact]
    public void Reading_and_matching_packets_allocates_nothing()
    {
        var question = NdntsVectors.Get("digest interest");
        var answer = NdntsVectors.Get("digest data");
        Assert.True(Reads(question, answer));
        var passed = true;
        var allocated = Allocation.OfSteadyRound(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                passed &= Reads(question, answer);
            }
        });

        Assert.Equal(0, allocated);
        Assert.True(passed);
    }

    private static bool Reads(byte[] question, byte[] answer) =>
        Interest.TryRead(question, out var interest, out _)
        && Data.TryRead(answer, out var data, out _)
        && interest.HasValidParametersDigest()
        && !interest.MatchesName(data)
        && interest.Name.CompareTo(data.Name) != 0
        && DigestSha256.Verifier.Verify(interest)
        && DigestSha256.Verifier.Verify(data);
}
