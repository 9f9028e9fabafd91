using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Hearth.Updates.Json;

/// <summary>
/// The form in which TUF tools sign JSON (specification, section 4.1; "Canonical JSON" of OLPC): no blanks, members by
/// the code points of their names, integers alone, UTF-8, and in strings only <c>"</c> and <c>\</c> escaped.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Brings JSON into that form; false where it has none, or more than <paramref name="mostValues"/> values.</summary>
    public static bool TryConvert(ReadOnlySpan<byte> json, int mostValues, [NotNullWhen(true)] out byte[]? canonical)
    {
        canonical = JsonParser.TryParse(json, mostValues, out var value) ? Encode(value) : null;
        return canonical is not null;
    }

    internal static byte[] Encode(JsonValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(JsonValue value, ArrayBufferWriter<byte> output)
    {
        switch (value.Kind)
        {
            case JsonKind.Null:
                output.Write("null"u8);
                break;
            case JsonKind.False:
                output.Write("false"u8);
                break;
            case JsonKind.True:
                output.Write("true"u8);
                break;
            case JsonKind.Integer:
                Encoding.ASCII.GetBytes(value.Text, output);
                break;
            case JsonKind.String:
                WriteString(value.Text, output);
                break;
            case JsonKind.Array:
                WriteArray(value.Items, output);
                break;
            default:
                WriteObject(value.Members, output);
                break;
        }
    }

    private static void WriteArray(IReadOnlyList<JsonValue> items, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            output.Write(i == 0 ? ""u8 : ","u8);
            Write(items[i], output);
        }

        output.Write("]"u8);
    }

    private static void WriteObject(IReadOnlyList<KeyValuePair<string, JsonValue>> members, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        for (var i = 0; i < members.Count; i++)
        {
            output.Write(i == 0 ? ""u8 : ","u8);
            WriteString(members[i].Key, output);
            output.Write(":"u8);
            Write(members[i].Value, output);
        }

        output.Write("}"u8);
    }

    private static void WriteString(ReadOnlySpan<char> text, ArrayBufferWriter<byte> output)
    {
        output.Write("\""u8);
        while (text.IndexOfAny('"', '\\') is >= 0 and var mark)
        {
            Encoding.UTF8.GetBytes(text[..mark], output);
            output.Write(text[mark] == '"' ? "\\\""u8 : "\\\\"u8);
            text = text[(mark + 1)..];
        }

        Encoding.UTF8.GetBytes(text, output);
        output.Write("\""u8);
    }
}
