using System.Text.Json.Serialization;

namespace Hearth.Supervision;

/// <summary>The messages' JSON, generated; what a message must have, its JSON must have.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 4)]
[JsonSerializable(typeof(ChildMessage))]
[JsonSerializable(typeof(SupervisorMessage))]
internal sealed partial class SupervisionJson : JsonSerializerContext;
