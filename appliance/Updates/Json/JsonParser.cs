using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Hearth.Updates.Json;

/// <summary>
/// Reads JSON (RFC 8259) as far as it has a canonical form: no fractions and exponents, no name twice in an object, no
/// half of a surrogate pair. Hostile text gives false and is bounded in depth and in values. The framework's reader
/// throws on malformed text and takes a name twice, so it is not used.
/// </summary>
internal ref struct JsonParser
{
    // Ten times as deep as the deepest field of the specification.
    private const int MostDepth = 64;

    private readonly ReadOnlySpan<byte> text;
    private int position;
    private int valuesLeft;

    private JsonParser(ReadOnlySpan<byte> text, int mostValues)
    {
        this.text = text;
        valuesLeft = mostValues;
    }

    private readonly byte Current => position < text.Length ? text[position] : (byte)0;

    /// <summary>Reads one value that is the whole text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, int mostValues, out JsonValue value)
    {
        value = JsonValue.Null;
        if (!Utf8.IsValid(text))
        {
            return false;
        }

        var parser = new JsonParser(text, mostValues);
        return parser.TryReadValue(0, out value) && parser.IsAtEnd();
    }

    private bool IsAtEnd()
    {
        SkipBlanks();
        return position == text.Length;
    }

    private bool TryReadValue(int depth, out JsonValue value)
    {
        value = JsonValue.Null;
        SkipBlanks();
        if (depth > MostDepth || --valuesLeft < 0)
        {
            return false;
        }

        switch (Current)
        {
            case (byte)'{':
                return TryReadObject(depth, out value);
            case (byte)'[':
                return TryReadArray(depth, out value);
            case (byte)'"':
                var isString = TryReadString(out var characters);
                value = JsonValue.String(characters);
                return isString;
            case (byte)'t':
                value = JsonValue.True;
                return TryTake("true"u8);
            case (byte)'f':
                value = JsonValue.False;
                return TryTake("false"u8);
            case (byte)'n':
                return TryTake("null"u8);
            default:
                return TryReadInteger(out value);
        }
    }

    private bool TryReadObject(int depth, out JsonValue value)
    {
        value = JsonValue.EmptyObject;
        position++;
        if (TryTakeMark((byte)'}'))
        {
            return true;
        }

        var members = new List<KeyValuePair<string, JsonValue>>();
        do
        {
            SkipBlanks();
            if (!TryReadString(out var name) || !TryTakeMark((byte)':') || !TryReadValue(depth + 1, out var member))
            {
                return false;
            }

            members.Add(new(name, member));
        }
        while (TryTakeMark((byte)','));

        return TryTakeMark((byte)'}') && JsonValue.TryMakeObject(members, out value);
    }

    private bool TryReadArray(int depth, out JsonValue value)
    {
        value = JsonValue.EmptyArray;
        position++;
        if (TryTakeMark((byte)']'))
        {
            return true;
        }

        var items = new List<JsonValue>();
        do
        {
            if (!TryReadValue(depth + 1, out var item))
            {
                return false;
            }

            items.Add(item);
        }
        while (TryTakeMark((byte)','));

        value = JsonValue.Array(items);
        return TryTakeMark((byte)']');
    }

    private bool TryReadInteger(out JsonValue value)
    {
        value = JsonValue.Null;
        var start = position;
        if (Current == (byte)'-')
        {
            position++;
        }

        var digits = text[position..];
        var count = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        count = count < 0 ? digits.Length : count;
        if (count == 0 || (count > 1 && digits[0] == (byte)'0'))
        {
            return false;
        }

        position += count;
        var isZero = count == 1 && digits[0] == (byte)'0';
        value = JsonValue.Integer(isZero ? "0" : Encoding.ASCII.GetString(text[start..position]));
        return true;
    }

    private bool TryReadString(out string characters)
    {
        characters = "";
        if (Current != (byte)'"')
        {
            return false;
        }

        var start = ++position;
        var hasEscape = false;
        while (Current >= 0x20)
        {
            switch (Current)
            {
                case (byte)'"':
                    var raw = text[start..position++];
                    characters = hasEscape ? "" : Encoding.UTF8.GetString(raw);
                    return !hasEscape || TryUnescape(raw, out characters);
                case (byte)'\\':
                    hasEscape = true;
                    position += 2;
                    break;
                default:
                    position++;
                    break;
            }
        }

        return false;
    }

    private static bool TryUnescape(ReadOnlySpan<byte> raw, out string characters)
    {
        characters = "";
        var result = new StringBuilder(raw.Length);
        while (raw.IndexOf((byte)'\\') is >= 0 and var escape)
        {
            result.Append(Encoding.UTF8.GetString(raw[..escape]));
            if (!TryReadEscape(raw[(escape + 1)..], out var character, out var size))
            {
                return false;
            }

            result.Append(character);
            raw = raw[(escape + 1 + size)..];
        }

        characters = result.Append(Encoding.UTF8.GetString(raw)).ToString();
        return HasWholePairs(characters);
    }

    // raw begins after the backslash, and has at least one byte: a string does not end on an escape.
    private static bool TryReadEscape(ReadOnlySpan<byte> raw, out char character, out int size)
    {
        size = 1;
        character = (char)raw[0];
        switch (raw[0])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/':
                return true;
            case (byte)'b':
                character = '\b';
                return true;
            case (byte)'f':
                character = '\f';
                return true;
            case (byte)'n':
                character = '\n';
                return true;
            case (byte)'r':
                character = '\r';
                return true;
            case (byte)'t':
                character = '\t';
                return true;
            case (byte)'u' when raw.Length >= 5 && ushort.TryParse(raw[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                character = (char)unit;
                size = 5;
                return true;
            default:
                return false;
        }
    }

    private static bool HasWholePairs(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryTakeMark(byte mark)
    {
        SkipBlanks();
        if (Current != mark)
        {
            return false;
        }

        position++;
        return true;
    }

    private bool TryTake(ReadOnlySpan<byte> word)
    {
        var found = text[position..].StartsWith(word);
        position += found ? word.Length : 0;
        return found;
    }

    private void SkipBlanks()
    {
        while (Current is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            position++;
        }
    }
}
