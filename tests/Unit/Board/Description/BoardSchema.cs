using System.Text.Json;
using System.Text.RegularExpressions;
using Hearth.Tests.Tidy;
using Xunit;

namespace Hearth.Tests.Board.Description;

/// <summary>
/// <c>board-support/board.schema.json</c>, applied as JSON Schema 2020-12 says, for the keywords that it uses. An
/// unknown keyword fails, so that none is passed over.
/// </summary>
internal sealed class BoardSchema
{
    private readonly JsonElement root;

    private BoardSchema(JsonElement root) => this.root = root;

    public static BoardSchema Load() =>
        new(JsonDocument.Parse(File.ReadAllText(Path.Join(SourceTree.Root, "board-support/board.schema.json"))).RootElement);

    public void AssertTakes(string json) => Assert.True(Takes(root, JsonDocument.Parse(json).RootElement), "the schema refuses what the reader takes");

    public void AssertRefuses(string json) => Assert.False(Takes(root, JsonDocument.Parse(json).RootElement), "the schema takes what the reader refuses");

    private bool Takes(JsonElement schema, JsonElement value) => schema.EnumerateObject().All(keyword => Takes(schema, keyword.Name, keyword.Value, value));

    private bool Takes(JsonElement schema, string keyword, JsonElement said, JsonElement value) => keyword switch
    {
        "$schema" or "$defs" or "title" or "description" => true,
        "$ref" => Takes(root.GetProperty("$defs").GetProperty(said.GetString()!["#/$defs/".Length..]), value),
        "type" => TypeOf(value).Contains(said.GetString()),
        "enum" => said.EnumerateArray().Any(one => one.ValueKind == value.ValueKind && one.GetString() == value.GetString()),
        "oneOf" => said.EnumerateArray().Count(one => Takes(one, value)) == 1,
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= said.GetDouble(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= said.GetDouble(),
        "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() >= said.GetInt32(),
        "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() <= said.GetInt32(),
        // In ECMA 262, $ is the end and no line's end before it.
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, said.GetString()!.Replace("$", @"\z", StringComparison.Ordinal)),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(item => Takes(said, item)),
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= said.GetInt32(),
        "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= said.GetInt32(),
        "minProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() >= said.GetInt32(),
        "maxProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() <= said.GetInt32(),
        "required" => value.ValueKind != JsonValueKind.Object || said.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().All(member => !said.TryGetProperty(member.Name, out var of) || Takes(of, member.Value)),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object || said.GetBoolean() || value.EnumerateObject().All(member => schema.GetProperty("properties").TryGetProperty(member.Name, out _)),
        _ => throw new InvalidOperationException($"The schema uses {keyword}, which this test does not know."),
    };

    private static string[] TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ["object"],
        JsonValueKind.Array => ["array"],
        JsonValueKind.String => ["string"],
        JsonValueKind.True or JsonValueKind.False => ["boolean"],
        JsonValueKind.Number => double.IsInteger(value.GetDouble()) ? ["number", "integer"] : ["number"],
        _ => ["null"],
    };
}
