using System.Globalization;
using System.Text.Json;
using Hearth.Web.Http.Wire;

namespace Hearth.Web.Http;

/// <summary>Everything that the panel says, in one language. The page and the errors take their words from the same file.</summary>
internal sealed class Words
{
    private readonly Dictionary<string, string> words;

    private Words(string language, Dictionary<string, string> words)
    {
        Language = language;
        this.words = words;
        Json = JsonSerializer.SerializeToUtf8Bytes(words, WireJson.Default.DictionaryStringString);
    }

    public static Words English { get; } = Read("en");

    /// <summary>English with every letter accented: what stays plain on the page did not come through the words.</summary>
    public static Words Pseudo { get; } = new(
        "en-XA", English.words.ToDictionary(word => word.Key, word => PseudoLocale.Of(word.Value)));

    /// <summary>The BCP 47 tag.</summary>
    public string Language { get; }

    /// <summary>The same, for the page.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Every key, for tests.</summary>
    public IReadOnlyCollection<string> Keys => words.Keys;

    /// <summary>The words of <paramref name="key"/>, with each <c>{name}</c> replaced by its value. Throws on a key that is not in the file.</summary>
    public string Say(string key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = words[key];
        foreach (var (name, value) in values)
        {
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>A size as a person says it: <c>1.5 GB</c>, in powers of 1,000 as the page does.</summary>
    public string Size(long bytes)
    {
        ReadOnlySpan<string> units = ["unit.bytes", "unit.kb", "unit.mb", "unit.gb", "unit.tb"];
        var unit = 0;
        double size = bytes;
        while (size >= 999.5 && unit < units.Length - 1)
        {
            size /= 1000;
            unit++;
        }

        var digits = unit == 0 || size >= 100 ? "0" : "0.#";
        return Say(units[unit], ("n", size.ToString(digits, CultureInfo.InvariantCulture)));
    }

    private static Words Read(string language)
    {
        using var file = PageAssets.Open($"words.{language}.json");
        return new Words(language, JsonSerializer.Deserialize(file, WireJson.Default.DictionaryStringString)!);
    }
}
