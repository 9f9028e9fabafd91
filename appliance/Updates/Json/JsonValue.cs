namespace Hearth.Updates.Json;

/// <summary>
/// A parsed JSON value. Members of an object lie in the order of the canonical form, each name once; an integer is kept
/// as its digits, so that none is too large to be written again.
/// </summary>
internal sealed class JsonValue
{
    private JsonValue(JsonKind kind, string text = "") => (Kind, Text) = (kind, text);

    public static JsonValue Null { get; } = new(JsonKind.Null);

    public static JsonValue False { get; } = new(JsonKind.False);

    public static JsonValue True { get; } = new(JsonKind.True);

    public static JsonValue EmptyArray { get; } = new(JsonKind.Array);

    public static JsonValue EmptyObject { get; } = new(JsonKind.Object);

    public JsonKind Kind { get; }

    /// <summary>The characters of a string, the digits of an integer; empty for all else.</summary>
    public string Text { get; }

    /// <summary>Elements of an array.</summary>
    public IReadOnlyList<JsonValue> Items { get; private init; } = [];

    /// <summary>Members of an object.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonValue>> Members { get; private init; } = [];

    public static JsonValue Integer(string digits) => new(JsonKind.Integer, digits);

    public static JsonValue String(string text) => new(JsonKind.String, text);

    public static JsonValue Array(IReadOnlyList<JsonValue> items) => new(JsonKind.Array) { Items = items };

    /// <summary>Makes an object; false where a name stands twice, of which readers would each see another one.</summary>
    public static bool TryMakeObject(List<KeyValuePair<string, JsonValue>> members, out JsonValue value)
    {
        members.Sort((left, right) => CompareNames(left.Key, right.Key));
        value = new JsonValue(JsonKind.Object) { Members = members };
        for (var i = 1; i < members.Count; i++)
        {
            if (members[i - 1].Key == members[i].Key)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The member of this name; null where there is none, or no object.</summary>
    public JsonValue? Find(string name)
    {
        var (low, high) = (0, Members.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = CompareNames(Members[middle].Key, name);
            if (order == 0)
            {
                return Members[middle].Value;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    // By code point, which is the order of the UTF-8 bytes too: UTF-16 puts surrogates before U+E000 to U+FFFF.
    private static int CompareNames(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        var (a, b) = (left[common], right[common]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }
}
