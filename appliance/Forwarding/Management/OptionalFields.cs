using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>Fields that are left out when there is nothing to say.</summary>
internal static class OptionalFields
{
    public static void WriteOptional(this ref TlvWriter writer, uint type, ulong? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(type, value);
        }
    }

    public static void WriteOptional(this ref TlvWriter writer, uint type, string? text)
    {
        if (text is not null)
        {
            writer.WriteText(type, text);
        }
    }
}
