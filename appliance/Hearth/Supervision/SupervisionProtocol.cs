using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Hearth.Supervision;

/// <summary>The messages between the supervisor and its children: one JSON object a line, over a Unix stream socket.</summary>
internal static class SupervisionProtocol
{
    /// <summary>Both ends are the same file except while an update replaces it: a change of meaning counts up.</summary>
    public const int Version = 1;

    /// <summary>Bytes of the longest line, its end included. The longest message has some 200.</summary>
    public const int MaxLine = 4096;

    /// <summary>A message as a line, its end included.</summary>
    public static byte[] Write(ChildMessage message) => Ended(JsonSerializer.SerializeToUtf8Bytes(message, SupervisionJson.Default.ChildMessage));

    /// <inheritdoc cref="Write(ChildMessage)"/>
    public static byte[] Write(SupervisorMessage message) => Ended(JsonSerializer.SerializeToUtf8Bytes(message, SupervisionJson.Default.SupervisorMessage));

    /// <summary>Reads a child's line, without its end.</summary>
    /// <returns>False where it is no message of this version.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, [NotNullWhen(true)] out ChildMessage? message)
    {
        try
        {
            message = JsonSerializer.Deserialize(line, SupervisionJson.Default.ChildMessage);
        }
        catch (Exception malformed) when (malformed is JsonException or NotSupportedException)
        {
            message = null;
        }

        return message is not null;
    }

    /// <summary>Reads the supervisor's line, without its end.</summary>
    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out ChildMessage)"/>
    public static bool TryRead(ReadOnlySpan<byte> line, [NotNullWhen(true)] out SupervisorMessage? message)
    {
        try
        {
            message = JsonSerializer.Deserialize(line, SupervisionJson.Default.SupervisorMessage);
        }
        catch (Exception malformed) when (malformed is JsonException or NotSupportedException)
        {
            message = null;
        }

        return message is not null;
    }

    private static byte[] Ended(byte[] json) => [.. json, (byte)'\n'];
}
