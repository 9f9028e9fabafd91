using System.Buffers.Binary;

namespace Hearth.Protocol.Tlv;

/// <summary>One TLV element, borrowed from the buffer that holds it.</summary>
public readonly ref struct TlvElement
{
    private readonly ReadOnlySpan<byte> wire;
    private readonly int headerSize;

    internal TlvElement(uint type, ReadOnlySpan<byte> wire, int headerSize)
    {
        Type = type;
        this.wire = wire;
        this.headerSize = headerSize;
    }

    /// <summary>TLV-TYPE, 1 to 2^32-1; 0 for the default value, which is no element.</summary>
    public uint Type { get; }

    /// <summary>TLV-VALUE.</summary>
    public ReadOnlySpan<byte> Value => wire[headerSize..];

    /// <summary>The whole element: type, length and value.</summary>
    public ReadOnlySpan<byte> Wire => wire;

    /// <summary>Whether an unknown element of this type must be rejected.</summary>
    public bool IsCritical => TlvType.IsCritical(Type);

    /// <summary>Reads the value as NonNegativeInteger: 1, 2, 4 or 8 bytes, big endian.</summary>
    public bool TryGetNumber(out ulong number) => TryGetNumber(Value, out number);

    /// <summary>Reads a value as NonNegativeInteger: 1, 2, 4 or 8 bytes, big endian.</summary>
    public static bool TryGetNumber(ReadOnlySpan<byte> value, out ulong number)
    {
        switch (value.Length)
        {
            case 1:
                number = value[0];
                return true;
            case 2:
                number = BinaryPrimitives.ReadUInt16BigEndian(value);
                return true;
            case 4:
                number = BinaryPrimitives.ReadUInt32BigEndian(value);
                return true;
            case 8:
                number = BinaryPrimitives.ReadUInt64BigEndian(value);
                return true;
            default:
                number = 0;
                return false;
        }
    }

    /// <summary>Reads bytes that must be exactly one element.</summary>
    public static bool TryRead(ReadOnlySpan<byte> wire, out TlvElement element, out ParseError error)
    {
        var reader = new TlvReader(wire);
        if (!reader.TryRead(out element))
        {
            error = reader.Error == ParseError.None ? ParseError.Truncated : reader.Error;
            return false;
        }

        error = reader.AtEnd ? ParseError.None : ParseError.TrailingBytes;
        return error == ParseError.None;
    }
}
