using System.Text;
using System.Text.Json;

namespace Hearth.Board.Description;

/// <summary>Parses JSON and remembers the lines.</summary>
internal ref struct JsonTree
{
    /// <summary>A board.json has six levels.</summary>
    private const int MaxDepth = 16;

    private readonly ReadOnlySpan<byte> json;
    private Utf8JsonReader reader;
    private int counted;
    private int line = 1;

    private JsonTree(ReadOnlySpan<byte> json)
    {
        this.json = json;
        reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Parses a document.</summary>
    /// <param name="json">RFC 8259, without comments.</param>
    /// <param name="faultLine">Where it stops being JSON, from 1.</param>
    /// <returns>Null where it is no JSON.</returns>
    public static JsonNode? Parse(ReadOnlySpan<byte> json, out int faultLine)
    {
        JsonTree tree = new(json);
        try
        {
            tree.reader.Read();
            var root = tree.Value();
            // Nothing may follow.
            tree.reader.Read();
            faultLine = 0;
            return root;
        }
        catch (JsonException malformed)
        {
            faultLine = (int)(malformed.LineNumber ?? 0) + 1;
        }
        catch (InvalidOperationException)
        {
            // A string that is no UTF-8, or half a surrogate pair.
            faultLine = tree.Line();
        }

        return null;
    }

    private JsonNode Value()
    {
        JsonNode node = new(reader.TokenType, Line());
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var (name, nameLine) = (reader.GetString()!, Line());
                    reader.Read();
                    node.Members.Add(new JsonMember(name, nameLine, Value()));
                }

                return node;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    node.Items.Add(Value());
                }

                return node;
            case JsonTokenType.String:
                return node with { Text = reader.GetString()! };
            default:
                return node with { Text = Encoding.UTF8.GetString(reader.ValueSpan) };
        }
    }

    /// <summary>The line of the token at hand; lines are counted once.</summary>
    private int Line()
    {
        var start = (int)reader.TokenStartIndex;
        line += json[counted..start].Count((byte)'\n');
        counted = start;
        return line;
    }
}
