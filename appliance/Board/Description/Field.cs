using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hearth.Board.Description;

/// <summary>
/// A value of the document, or the place where one is missing. A read that fails notes a fault and gives a stand-in, so
/// that one pass finds every fault.
/// </summary>
/// <param name="node">Null where it is missing.</param>
/// <param name="line">Of the value, or of the object that lacks it.</param>
/// <param name="path">Such as <c>lights[0].gpio.line</c>.</param>
/// <param name="note">Takes line, path and message of a fault.</param>
internal sealed class Field(JsonNode? node, int line, string path, Action<int, string, string> note)
{
    /// <summary>What is quoted of a value that is wrong.</summary>
    private const int MaxQuoted = 40;

    /// <summary>Whether it is there.</summary>
    public bool IsPresent => node is not null;

    /// <summary>A string of at most so many characters.</summary>
    public string Text(int least, int most)
    {
        var expected = least == 0 ? $"a text of at most {most} characters" : $"a text of {least} to {most} characters";
        return Has(expected, JsonTokenType.String) && Fits(expected, node!.Text.EnumerateRunes().Count() is var length && length >= least && length <= most)
            ? node!.Text
            : "";
    }

    /// <summary>A string of a form.</summary>
    public string Text(Regex form, string expected) =>
        Has(expected, JsonTokenType.String) && Fits(expected, form.IsMatch(node!.Text)) ? node!.Text : "";

    /// <summary>A whole number within a range.</summary>
    public int Number(int least, int most)
    {
        var expected = $"a whole number from {least} to {most}";
        return Has(expected, JsonTokenType.Number) && Fits(expected, WholeNumber() is { } number && number >= least && number <= most)
            ? (int)WholeNumber()!
            : least;
    }

    /// <summary>Whether it is a number, for a field that takes a name as well.</summary>
    public bool IsNumber => node?.Kind == JsonTokenType.Number;

    /// <summary>True or false.</summary>
    public bool Flag() => Has("true or false", JsonTokenType.True, JsonTokenType.False) && node!.Kind == JsonTokenType.True;

    /// <summary>One of several words.</summary>
    public T Word<T>(IReadOnlyDictionary<string, T> words, string otherwise = "")
    {
        var expected = $"{Either(words.Keys.Select(word => $"\"{word}\""))}{otherwise}";
        return Has(expected, JsonTokenType.String) && Fits(expected, words.ContainsKey(node!.Text)) ? words[node!.Text] : words.Values.First();
    }

    /// <summary>A list.</summary>
    /// <param name="expected">What its items are, in words.</param>
    /// <param name="least">The least number of items.</param>
    /// <param name="most">The largest number of items.</param>
    /// <param name="read">Reads an item.</param>
    public ImmutableArray<T> List<T>(string expected, int least, int most, Func<Field, T> read)
    {
        var list = least == 0 ? $"a list of at most {most} {expected}" : $"a list of {least} to {most} {expected}";
        if (!Has(list, JsonTokenType.StartArray) || !Fits(list, node!.Items.Count >= least && node.Items.Count <= most))
        {
            return [];
        }

        return [.. node.Items.Select((item, index) => read(new Field(item, item.Line, $"{path}[{index}]", note)))];
    }

    /// <summary>An object's fields, those that it may lack included.</summary>
    /// <param name="required">Noted when they are missing and read.</param>
    /// <param name="optional">May be missing.</param>
    public IReadOnlyDictionary<string, Field> Object(string[] required, params string[] optional)
    {
        Dictionary<string, Field> fields = [];
        if (Has($"an object with {string.Join(", ", required)}", JsonTokenType.StartObject))
        {
            foreach (var (name, nameLine, value) in node!.Members)
            {
                if (!required.Contains(name) && !optional.Contains(name))
                {
                    note(nameLine, Below(name), $"there is no such field here; there are {string.Join(", ", required.Concat(optional))}");
                }
                else if (!fields.TryAdd(name, new Field(value, value.Line, Below(name), note)))
                {
                    note(nameLine, Below(name), "stands here a second time; take one out");
                }
            }
        }

        foreach (var name in required.Concat(optional))
        {
            // Below a fault that is noted already, nothing more is to be said.
            fields.TryAdd(name, node?.Kind == JsonTokenType.StartObject ? new Field(null, line, Below(name), note) : new Field(null, line, Below(name), (_, _, _) => { }));
        }

        return fields;
    }

    /// <summary>An object with exactly one field, whose name says what it is.</summary>
    public T Choice<T>(IReadOnlyDictionary<string, Func<Field, T>> choices, T standIn)
    {
        var expected = $"an object with one field: {Either(choices.Keys)}";
        if (!Has(expected, JsonTokenType.StartObject) || !Fits(expected, node!.Members.Count == 1))
        {
            return standIn;
        }

        var (name, nameLine, value) = node.Members[0];
        if (choices.TryGetValue(name, out var read))
        {
            return read(new Field(value, value.Line, Below(name), note));
        }

        note(nameLine, Below(name), $"there is no such field here; write {Either(choices.Keys)}");
        return standIn;
    }

    private bool Has(string expected, params JsonTokenType[] kinds)
    {
        if (node is null)
        {
            note(line, path, $"is missing; write {expected}");
            return false;
        }

        return Fits(expected, kinds.Contains(node.Kind));
    }

    private bool Fits(string expected, bool fits)
    {
        if (!fits)
        {
            note(line, path, $"{Quoted(node!)} does not fit; write {expected}");
        }

        return fits;
    }

    // 5.0 is a whole number too, as JSON schemas have it.
    private decimal? WholeNumber() =>
        decimal.TryParse(node!.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number) ? number : null;

    private string Below(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Either(IEnumerable<string> words) => words.ToList() is { Count: > 1 } list
        ? $"{string.Join(", ", list[..^1])} or {list[^1]}"
        : string.Concat(words);

    private static string Quoted(JsonNode node) => node.Kind switch
    {
        JsonTokenType.StartObject when node.Members.Count == 0 => "an empty object",
        JsonTokenType.StartObject => $"an object with {string.Join(", ", node.Members.Select(member => member.Name))}",
        JsonTokenType.StartArray => node.Items.Count == 0 ? "an empty list" : $"a list of {node.Items.Count}",
        JsonTokenType.String => $"\"{Shortened(node.Text)}\"",
        _ => Shortened(node.Text),
    };

    // One line, whatever the document holds.
    private static string Shortened(string text)
    {
        var line = new string(Array.ConvertAll(text.ToCharArray(0, Math.Min(text.Length, MaxQuoted)), letter => char.IsControl(letter) ? '?' : letter));
        return text.Length > MaxQuoted ? $"{line}…" : line;
    }
}
