using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hearth.Supervision;

/// <summary>Enum values by name and never by number, so that a message cannot hold a value that does not exist.</summary>
internal sealed class EnumNameConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
