using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Hearth.Identity.Recovery;

/// <summary>
/// The 128 random bits from which an owner's key is made, as 14 words: thirteen words say the secret and two bits of
/// its SHA-256, the fourteenth checks them.
/// </summary>
/// <remarks>
/// <para>The fourteenth word is a check symbol over GF(2^10): with word i as w(i) and α a primitive element, the sum of
/// α^(13-i)·w(i) over the fourteen is zero. The powers of α are distinct and not zero, so that one wrong word and two
/// words that changed places are always found. Any other mistake escapes once in 4,096 (the check word's ten bits and
/// the digest's two).</para>
/// <para>Words as strings cannot be wiped from memory; a code lives for one claim or one restoration.</para>
/// </remarks>
public sealed class RecoveryCode : IDisposable
{
    /// <summary>Bytes of the secret.</summary>
    public const int SecretSize = 16;

    /// <summary>Words of the code.</summary>
    public const int WordCount = 14;

    private const int CheckWord = WordCount - 1;

    // x^10 + x^3 + 1 is primitive over GF(2): α = x has order 1,023.
    private const int FieldPolynomial = 0b100_0000_1001;

    // Long enough to show any word with a few typing errors; what is typed may be anything.
    private const int ShownWordLength = 32;

    private readonly byte[] secret;

    private RecoveryCode(ReadOnlySpan<byte> secret) => this.secret = secret.ToArray();

    /// <summary>The secret's bytes.</summary>
    public ReadOnlySpan<byte> Secret => secret;

    /// <summary>The code of a secret: <see cref="SecretSize"/> bytes that nobody can guess.</summary>
    public static RecoveryCode FromSecret(ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SecretSize);
        return new RecoveryCode(secret);
    }

    /// <summary>
    /// Reads a code as people type it: in either case, the words whole or from their first four letters on, with
    /// anything between them that is no letter (blanks, commas, numbers, line ends).
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RecoveryCode? code, out RecoveryCodeError error)
    {
        code = null;
        Span<int> values = stackalloc int[WordCount];
        if (!TryReadWords(text, values, out error))
        {
            return false;
        }

        Span<byte> secret = stackalloc byte[SecretSize];
        var digestBits = Unpack(values, secret);
        if (values[CheckWord] != CheckOf(values) || digestBits != DigestBits(secret))
        {
            error = new(RecoveryCodeFault.WordsDoNotBelongTogether, 0, "", WordCount);
            return false;
        }

        code = new RecoveryCode(secret);
        CryptographicOperations.ZeroMemory(secret);
        return true;
    }

    /// <summary>The fourteen words in their order.</summary>
    public IReadOnlyList<string> ToWords()
    {
        Span<int> values = stackalloc int[WordCount];
        Pack(secret, values);
        values[CheckWord] = CheckOf(values);
        var words = new string[WordCount];
        for (var i = 0; i < WordCount; i++)
        {
            words[i] = WordList.WordOf(values[i]);
        }

        return words;
    }

    /// <summary>Does not say the secret, as texts end in logs; <see cref="ToWords"/> does.</summary>
    public override string ToString() => "(a recovery code)";

    /// <summary>Wipes the secret.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(secret);

    private static bool TryReadWords(string text, Span<int> values, out RecoveryCodeError error)
    {
        var count = 0;
        foreach (var range in WordsIn(text))
        {
            var word = text[range];
            if (!WordList.TryFind(word, out var value))
            {
                var shown = word.Length > ShownWordLength ? word[..ShownWordLength] : word;
                error = new(RecoveryCodeFault.UnknownWord, count + 1, shown, 0);
                return false;
            }

            if (count < WordCount)
            {
                values[count] = value;
            }

            count++;
        }

        var fault = count < WordCount ? RecoveryCodeFault.TooFewWords
            : count > WordCount ? RecoveryCodeFault.TooManyWords
            : RecoveryCodeFault.None;
        error = new(fault, 0, "", count);
        return fault == RecoveryCodeFault.None;
    }

    private static IEnumerable<Range> WordsIn(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetter(text[i]))
            {
                continue;
            }

            if (i > start)
            {
                yield return start..i;
            }

            start = i + 1;
        }
    }

    // 130 bits, most significant first: the secret, then the digest's two, in words of ten.
    private static void Pack(ReadOnlySpan<byte> secret, Span<int> values)
    {
        var bits = 0;
        var held = 0;
        var word = 0;
        foreach (var octet in secret)
        {
            bits = (bits << 8) | octet;
            held += 8;
            if (held >= WordList.BitsPerWord)
            {
                held -= WordList.BitsPerWord;
                values[word++] = (bits >> held) & (WordList.Count - 1);
            }
        }

        values[word] = ((bits << 2) | DigestBits(secret)) & (WordList.Count - 1);
    }

    private static int Unpack(ReadOnlySpan<int> values, Span<byte> secret)
    {
        var bits = 0;
        var held = 0;
        var filled = 0;
        foreach (var value in values[..CheckWord])
        {
            bits = (bits << WordList.BitsPerWord) | value;
            held += WordList.BitsPerWord;
            while (held >= 8)
            {
                held -= 8;
                secret[filled++] = (byte)(bits >> held);
            }
        }

        return bits & 3;
    }

    private static int DigestBits(ReadOnlySpan<byte> secret)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret, digest);
        return digest[0] >> 6;
    }

    private static int CheckOf(ReadOnlySpan<int> values)
    {
        var sum = 0;
        foreach (var value in values[..CheckWord])
        {
            sum = TimesAlpha(sum ^ value);
        }

        return sum;
    }

    private static int TimesAlpha(int element)
    {
        var product = element << 1;
        return product >= WordList.Count ? product ^ FieldPolynomial : product;
    }
}
