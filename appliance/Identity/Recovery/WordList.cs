using System.Diagnostics.CodeAnalysis;

namespace Hearth.Identity.Recovery;

/// <summary>
/// The 1,024 words of recovery codes (<c>words.txt</c>), one for each value of ten bits. The list is part of the
/// format: a word that moves or changes breaks every code written down before.
/// </summary>
public static class WordList
{
    /// <summary>Words in the list, 2^<see cref="BitsPerWord"/>.</summary>
    public const int Count = 1 << BitsPerWord;

    /// <summary>Bits that one word says.</summary>
    public const int BitsPerWord = 10;

    /// <summary>First letters that tell each word from all others.</summary>
    public const int PrefixLength = 4;

    private static readonly string[] Words = Load();

    /// <summary>The word for <paramref name="value"/>, 0 to 1,023.</summary>
    public static string WordOf(int value) => Words[value];

    /// <summary>The value of the word that starts with the same four letters, in either case.</summary>
    public static bool TryFind([NotNullWhen(true)] string? word, out int value)
    {
        var prefix = word?.Length >= PrefixLength ? word[..PrefixLength].ToLowerInvariant() : null;
        value = prefix is null ? -1 : Array.FindIndex(Words, known => known.StartsWith(prefix, StringComparison.Ordinal));
        return value >= 0;
    }

    private static string[] Load()
    {
        using var stream = typeof(WordList).Assembly.GetManifestResourceStream("words.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
