using System.Text.Json;

namespace Hearth.Tests.Fuzz;

/// <summary>Everything in a file of tests/vectors, as a corpus.</summary>
internal static class Vectors
{
    public static byte[][] All(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", file)));
        return [.. document.RootElement.EnumerateObject().SelectMany(item => Texts(item.Value)).Select(Convert.FromHexString)];
    }

    private static IEnumerable<string> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.GetString()!) : [value.GetString()!];
}
