using System.Text.Json;

namespace Hearth.Tests.Protocol;

/// <summary>Packets that NDNts made (tests/vectors/ndnts.json).</summary>
internal static class NdntsVectors
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "ndnts.json"))).RootElement;

    public static byte[] Get(string name) => Convert.FromHexString(Root.GetProperty(name).GetString()!);

    public static byte[][] GetAll(string name) =>
        [.. Root.GetProperty(name).EnumerateArray().Select(item => Convert.FromHexString(item.GetString()!))];
}
