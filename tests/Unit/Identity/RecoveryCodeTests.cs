using FsCheck;
using FsCheck.Fluent;
using Hearth.Identity.Recovery;
using Xunit;

namespace Hearth.Tests.Identity;

public class RecoveryCodeTests
{
    private static readonly byte[] Secret = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");

    [Fact]
    public void A_code_has_the_words_it_always_had()
    {
        using var code = RecoveryCode.FromSecret(Secret);

        Assert.Equal("abacus alpine bubble sequin angle blend jaguar album ashore chowder seat drill balance acacia", string.Join(' ', code.ToWords()));
    }

    [Fact]
    public void Every_secret_comes_back_from_its_words() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Secrets(), secret =>
        {
            using var code = RecoveryCode.FromSecret(secret);
            return RecoveryCode.TryParse(string.Join(' ', code.ToWords()), out var parsed, out _)
                && parsed.Secret.SequenceEqual(secret);
        }));

    [Fact]
    public void One_wrong_word_is_always_found()
    {
        var words = WordsOf(Secret);
        for (var position = 0; position < RecoveryCode.WordCount; position++)
        {
            for (var value = 0; value < WordList.Count; value++)
            {
                var changed = words.ToArray();
                changed[position] = WordList.WordOf(value);
                Assert.Equal(changed[position] == words[position], Parses(changed));
            }
        }
    }

    [Fact]
    public void Two_words_that_changed_places_are_always_found() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Secrets(), secret =>
        {
            var words = WordsOf(secret);
            for (var first = 0; first < words.Length; first++)
            {
                for (var second = first + 1; second < words.Length; second++)
                {
                    var swapped = words.ToArray();
                    (swapped[first], swapped[second]) = (swapped[second], swapped[first]);
                    if (Parses(swapped) != (words[first] == words[second]))
                    {
                        return false;
                    }
                }
            }

            return true;
        }));

    [Fact]
    public void Of_arbitrary_words_one_code_in_4096_passes()
    {
        // Nothing more is claimed: twelve bits check 128. Expected of 2^18 draws: 64, standard deviation 8.
        var random = new System.Random(4096);
        var passed = 0;
        for (var draw = 0; draw < 1 << 18; draw++)
        {
            if (Parses([.. Enumerable.Range(0, RecoveryCode.WordCount).Select(_ => WordList.WordOf(random.Next(WordList.Count)))]))
            {
                passed++;
            }
        }

        Assert.InRange(passed, 64 - 40, 64 + 40);
    }

    [Theory]
    [InlineData(" ", "{0}")]
    [InlineData(", ", "{0}")]
    [InlineData("\r\n", "{1}. {0}")]
    [InlineData("-", "{0}")]
    [InlineData("\t;", "«{0}»")]
    public void What_stands_between_the_words_does_not_matter(string separator, string format)
    {
        var words = WordsOf(Secret).Select((word, index) => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, word, index + 1));

        AssertIsSecret("  " + string.Join(separator, words) + separator);
    }

    [Fact]
    public void Case_and_what_follows_the_first_four_letters_do_not_matter()
    {
        AssertIsSecret(string.Join(' ', WordsOf(Secret)).ToUpperInvariant());
        AssertIsSecret(string.Join(' ', WordsOf(Secret).Select(word => word[..4])));
        AssertIsSecret(string.Join(' ', WordsOf(Secret).Select(word => word[..4] + "xyz")));
    }

    [Fact]
    public void An_unknown_word_is_named_with_its_position()
    {
        var words = WordsOf(Secret);
        words[6] = "Qwerty";

        Assert.False(RecoveryCode.TryParse(string.Join(' ', words), out _, out var error));
        Assert.Equal((RecoveryCodeFault.UnknownWord, 7, "Qwerty"), (error.Fault, error.Position, error.Word));
        Assert.Contains("Word 7, 'Qwerty'", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, RecoveryCodeFault.TooFewWords)]
    [InlineData(13, RecoveryCodeFault.TooFewWords)]
    [InlineData(15, RecoveryCodeFault.TooManyWords)]
    [InlineData(10_000, RecoveryCodeFault.TooManyWords)]
    public void Another_number_of_words_is_said(int count, RecoveryCodeFault fault)
    {
        Assert.False(RecoveryCode.TryParse(string.Join(' ', Enumerable.Repeat("zebra", count)), out _, out var error));
        Assert.Equal((fault, count), (error.Fault, error.WordCount));
        Assert.Contains($"here are {count}.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_do_not_belong_together_are_said_to_be_so()
    {
        var words = WordsOf(Secret);
        (words[0], words[1]) = (words[1], words[0]);

        Assert.False(RecoveryCode.TryParse(string.Join(' ', words), out var code, out var error));
        Assert.Null(code);
        Assert.Equal(RecoveryCodeFault.WordsDoNotBelongTogether, error.Fault);
        Assert.Contains("changed places", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_at_all_is_read_without_an_exception() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
            !RecoveryCode.TryParse(text.Get, out _, out var error) && error.Fault != RecoveryCodeFault.None && error.Word.Length <= 32));

    [Fact]
    public void The_text_for_logs_holds_no_word()
    {
        using var code = RecoveryCode.FromSecret(Secret);

        Assert.DoesNotContain(code.ToWords(), word => code.ToString().Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public void Disposing_wipes_the_secret()
    {
        var code = RecoveryCode.FromSecret(Secret);
        code.Dispose();

        Assert.Equal(new byte[RecoveryCode.SecretSize], code.Secret.ToArray());
    }

    private static Arbitrary<byte[]> Secrets() =>
        Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(RecoveryCode.SecretSize).ToArbitrary();

    private static string[] WordsOf(byte[] secret)
    {
        using var code = RecoveryCode.FromSecret(secret);
        return [.. code.ToWords()];
    }

    private static bool Parses(string[] words) => RecoveryCode.TryParse(string.Join(' ', words), out _, out _);

    private static void AssertIsSecret(string text)
    {
        Assert.True(RecoveryCode.TryParse(text, out var code, out var error), error.ToString());
        Assert.Equal(Secret, code.Secret.ToArray());
    }
}
