using System.Text.Json.Serialization;

namespace Hearth.Identity.Trust;

/// <summary><c>pins.json</c>: additions are new optional members; another meaning is another version.</summary>
internal sealed record PinFile(int Version, IReadOnlyList<PinFile.Entry> Pins)
{
    public const int CurrentVersion = 1;

    public sealed record Entry(string Namespace, string Fingerprint, DateTimeOffset FirstSeen);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PinFile))]
internal sealed partial class PinFileJson : JsonSerializerContext;
