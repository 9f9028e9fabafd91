using System.Text.Json.Serialization;

namespace Hearth.Client;

/// <summary>The one line of a refusal.</summary>
internal sealed record OwnerApiError(string? Error);

/// <summary>One published name, as the owner API lists it.</summary>
internal sealed record OwnerApiFile(string Name, ulong Version, long Bytes, string? ContentType, DateTimeOffset Published);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OwnerApiError))]
[JsonSerializable(typeof(OwnerApiFile))]
[JsonSerializable(typeof(IReadOnlyList<OwnerApiFile>))]
internal sealed partial class OwnerApiJson : JsonSerializerContext;
