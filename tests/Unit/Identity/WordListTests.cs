using Hearth.Identity.Recovery;
using Xunit;

namespace Hearth.Tests.Identity;

public class WordListTests
{
    // Words that sound like another word, in one English accent or another, though they are spelled otherwise.
    private static readonly string[] Homophones =
    [
        "bear", "berry", "board", "break", "ceiling", "cellar", "cereal", "cymbal", "dear", "deer", "flour", "flower",
        "gate", "guest", "hair", "hare", "heel", "horse", "hour", "idle", "kernel", "lessen", "mail", "male", "meat",
        "medal", "metal", "moose", "muscle", "night", "pair", "peace", "pear", "pedal", "petal", "plain", "plane",
        "prince", "prize", "rain", "rose", "route", "sail", "sale", "scene", "sight", "sleigh", "sole", "stair", "steel",
        "tail", "tale", "team", "throne", "tide", "toad", "waist", "weak", "weather", "week", "whale", "wood", "wreck", "yolk",
    ];

    private static readonly string[] Words = [.. Enumerable.Range(0, WordList.Count).Select(WordList.WordOf)];

    [Fact]
    public void There_are_1024_words_in_alphabetical_order()
    {
        Assert.Equal(1024, Words.Length);
        Assert.Throws<IndexOutOfRangeException>(() => WordList.WordOf(1024));
        Assert.Equal(Words.Order(StringComparer.Ordinal), Words);
    }

    [Fact]
    public void Words_have_four_to_seven_lower_case_letters() =>
        Assert.All(Words, word => Assert.Matches("^[a-z]{4,7}$", word));

    [Fact]
    public void The_first_four_letters_tell_every_word() =>
        Assert.Equal(Words.Length, Words.Select(word => word[..4]).Distinct().Count());

    [Fact]
    public void No_word_becomes_another_by_one_letter_changed_added_dropped_or_two_swapped()
    {
        var all = Words.ToHashSet();
        foreach (var word in Words)
        {
            Assert.DoesNotContain(OneSlipFrom(word), slip => slip != word && all.Contains(slip));
        }
    }

    [Fact]
    public void No_word_sounds_like_another_english_word() => Assert.Empty(Words.Intersect(Homophones));

    [Fact]
    public void The_list_is_the_one_that_codes_were_written_with()
    {
        // A changed list makes every code that was written down useless, so this digest never changes.
        var digest = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(string.Join('\n', Words)));

        Assert.Equal("bab1cbcde5481ba50fb433ad56fb13be4acff81c15dd0a721bd884ea965210a0", Convert.ToHexStringLower(digest));
    }

    [Fact]
    public void A_word_is_found_by_its_first_four_letters_in_either_case()
    {
        for (var value = 0; value < WordList.Count; value++)
        {
            var word = WordList.WordOf(value);
            Assert.True(WordList.TryFind(word[..4], out var found));
            Assert.Equal(value, found);
            Assert.True(WordList.TryFind(word.ToUpperInvariant(), out found));
            Assert.Equal(value, found);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("aba")]
    [InlineData("qqqq")]
    [InlineData("äbacus")]
    public void Other_texts_are_not_found(string? text) => Assert.False(WordList.TryFind(text, out _));

    private static IEnumerable<string> OneSlipFrom(string word)
    {
        for (var i = 0; i <= word.Length; i++)
        {
            for (var letter = 'a'; letter <= 'z'; letter++)
            {
                yield return word.Insert(i, letter.ToString());
                if (i < word.Length)
                {
                    yield return word.Remove(i, 1).Insert(i, letter.ToString());
                }
            }

            if (i < word.Length)
            {
                yield return word.Remove(i, 1);
            }

            if (i + 1 < word.Length)
            {
                yield return word.Remove(i, 1).Insert(i + 1, word[i].ToString());
            }
        }
    }
}
