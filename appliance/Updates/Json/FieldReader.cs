using System.Globalization;

namespace Hearth.Updates.Json;

/// <summary>
/// Takes fields out of parsed JSON. The first that is missing or of the wrong kind is remembered; from then on
/// everything reads as empty, so that a reader asks once, at its end.
/// </summary>
internal sealed class FieldReader
{
    /// <summary>What is wrong with the first wrong field; null while all are right.</summary>
    public string? Error { get; private set; }

    public void Fail(string error) => Error ??= error;

    public JsonValue Object(JsonValue parent, string name) =>
        Required(parent, name, JsonKind.Object, "an object") ?? JsonValue.EmptyObject;

    public IReadOnlyList<JsonValue> Array(JsonValue parent, string name) =>
        Required(parent, name, JsonKind.Array, "an array")?.Items ?? [];

    public string String(JsonValue parent, string name) =>
        Required(parent, name, JsonKind.String, "a string")?.Text ?? "";

    public IReadOnlyList<string> Strings(JsonValue parent, string name)
    {
        var items = Array(parent, name);
        foreach (var item in items)
        {
            if (item.Kind != JsonKind.String)
            {
                Fail($"'{name}' is not an array of strings");
            }
        }

        return [.. items.Select(item => item.Text)];
    }

    /// <summary>An optional field; false where it is missing.</summary>
    public bool Boolean(JsonValue parent, string name)
    {
        var value = parent.Find(name);
        if (value is not (null or { Kind: JsonKind.True or JsonKind.False }))
        {
            Fail($"'{name}' is neither true nor false");
        }

        return value?.Kind == JsonKind.True;
    }

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public long Number(JsonValue parent, string name, long least) =>
        parent.Find(name) is { } value ? WholeNumber(value, name, least) : Missing(name);

    /// <summary>An optional whole number.</summary>
    public long? OptionalNumber(JsonValue parent, string name, long least) =>
        parent.Find(name) is { } value ? WholeNumber(value, name, least) : null;

    /// <summary>The specification's date-time: <c>YYYY-MM-DDTHH:MM:SSZ</c>.</summary>
    public DateTimeOffset Time(JsonValue parent, string name)
    {
        var text = String(parent, name);
        if (DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        Fail($"'{name}' is no date-time such as 2030-01-01T00:00:00Z");
        return default;
    }

    private long WholeNumber(JsonValue value, string name, long least)
    {
        if (value.Kind == JsonKind.Integer
            && long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least)
        {
            return number;
        }

        Fail($"'{name}' is not a whole number from {least}");
        return least;
    }

    private long Missing(string name)
    {
        Fail($"'{name}' is missing");
        return 0;
    }

    private JsonValue? Required(JsonValue parent, string name, JsonKind kind, string description)
    {
        var value = parent.Find(name);
        if (value?.Kind == kind)
        {
            return value;
        }

        Fail(value is null ? $"'{name}' is missing" : $"'{name}' is not {description}");
        return null;
    }
}
