using System.Text.Json;

namespace Hearth.Tests.Forwarding.Management;

/// <summary>Structures and commands that NDNts and ndn-js made (tests/vectors/management.json).</summary>
internal static class ManagementVectors
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "management.json"))).RootElement;

    public static byte[] Get(string name) => Convert.FromHexString(Root.GetProperty(name).GetString()!);
}
