using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Hearth.Identity;

/// <summary>
/// SHA-256 of a public key's SubjectPublicKeyInfo: what tells two owners of one name apart. Compared whole; people
/// compare the text form, its first 125 bits as five groups of five letters and digits, for example
/// <c>q9w1d-fwf07-7ymga-183f5-vbh24</c>.
/// </summary>
public readonly record struct Fingerprint
{
    // Crockford's base 32: no i, l, o or u, so that nothing is misread. 125 bits put a second key with the same text
    // out of reach (2^125 tries) and still fit on one line.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Groups = 5;
    private const int GroupLength = 5;

    private readonly string? hex;

    private Fingerprint(string hex) => this.hex = hex;

    /// <summary>All 256 bits in lower-case hexadecimal.</summary>
    public string Hex => hex ?? throw new InvalidOperationException("This fingerprint is of no key.");

    /// <summary>The fingerprint of a public key, given as SubjectPublicKeyInfo in DER.</summary>
    public static Fingerprint Of(ReadOnlySpan<byte> publicKey) => new(Convert.ToHexStringLower(SHA256.HashData(publicKey)));

    /// <summary>Reads 64 hexadecimal digits in lower case.</summary>
    public static bool TryParseHex([NotNullWhen(true)] string? text, out Fingerprint fingerprint)
    {
        var valid = text?.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigitLower);
        fingerprint = valid ? new Fingerprint(text!) : default;
        return valid;
    }

    /// <summary>The text form for people.</summary>
    public override string ToString() =>
        string.Create((Groups * (GroupLength + 1)) - 1, Convert.FromHexString(Hex), static (text, digest) =>
        {
            var bit = 0;
            for (var i = 0; i < text.Length; i++)
            {
                if (i % (GroupLength + 1) == GroupLength)
                {
                    text[i] = '-';
                    continue;
                }

                var window = (digest[bit / 8] << 8) | digest[(bit / 8) + 1];
                text[i] = Alphabet[(window >> (11 - (bit % 8))) & 31];
                bit += 5;
            }
        });
}
