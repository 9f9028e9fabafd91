using Hearth.Identity;
using Xunit;

namespace Hearth.Tests.Identity;

public class FingerprintTests
{
    [Fact]
    public void A_fingerprint_is_the_digest_of_the_key_and_is_shown_in_five_groups()
    {
        // FIPS 180-2, appendix B.1.
        var fingerprint = Fingerprint.Of("abc"u8);

        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", fingerprint.Hex);
        Assert.Equal(Base32("ba7816bf8f01cfea414140de5dae2223"), fingerprint.ToString().Replace("-", "", StringComparison.Ordinal));
        Assert.Matches("^([0-9a-hjkmnp-tv-z]{5}-){4}[0-9a-hjkmnp-tv-z]{5}$", fingerprint.ToString());
    }

    [Fact]
    public void Two_keys_have_two_texts() =>
        Assert.NotEqual(Fingerprint.Of("abc"u8).ToString(), Fingerprint.Of("abd"u8).ToString());

    [Fact]
    public void The_hexadecimal_form_is_read_back_and_nothing_else_is()
    {
        var fingerprint = Fingerprint.Of("abc"u8);

        Assert.True(Fingerprint.TryParseHex(fingerprint.Hex, out var again));
        Assert.Equal(fingerprint, again);
        Assert.False(Fingerprint.TryParseHex(fingerprint.Hex.ToUpperInvariant(), out _));
        Assert.False(Fingerprint.TryParseHex(fingerprint.Hex[1..], out _));
        Assert.False(Fingerprint.TryParseHex(null, out _));
    }

    // An independent reading of the same bits: the number as a whole, five bits at a time from the top.
    private static string Base32(string hex)
    {
        var number = new System.Numerics.BigInteger(Convert.FromHexString(hex), isUnsigned: true, isBigEndian: true) >> 3;
        return string.Concat(Enumerable.Range(0, 25).Select(i => "0123456789abcdefghjkmnpqrstvwxyz"[(int)((number >> (120 - (5 * i))) & 31)]));
    }
}
