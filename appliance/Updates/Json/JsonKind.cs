namespace Hearth.Updates.Json;

/// <summary>What a <see cref="JsonValue"/> is.</summary>
internal enum JsonKind
{
    Null,
    False,
    True,
    Integer,
    String,
    Array,
    Object,
}
