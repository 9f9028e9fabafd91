using System.Text.Json.Serialization;

namespace Hearth.Web.Http.Wire;

/// <summary>Everything that the panel reads or writes as JSON, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(WireStatus))]
[JsonSerializable(typeof(ClaimRequest))]
[JsonSerializable(typeof(ClaimResponse))]
[JsonSerializable(typeof(PressRequest))]
[JsonSerializable(typeof(PublishedFile))]
[JsonSerializable(typeof(IReadOnlyList<PublishedFile>))]
[JsonSerializable(typeof(IReadOnlyList<LightPattern>))]
[JsonSerializable(typeof(IReadOnlyList<LimitStatus>))]
[JsonSerializable(typeof(IReadOnlyList<WireSession>))]
[JsonSerializable(typeof(UpdateStatus))]
[JsonSerializable(typeof(WireSettings))]
[JsonSerializable(typeof(WireError))]
[JsonSerializable(typeof(WireLog))]
[JsonSerializable(typeof(SessionsFile))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class WireJson : JsonSerializerContext;
