using System.Buffers.Binary;

namespace Hearth.Protocol.Tlv;

/// <summary>
/// Walks a sequence of TLV elements (NDN Packet Format v0.3, "TLV Encoding"). Numbers must be in their shortest
/// form and lengths must fit; a violation ends the walk with <see cref="Error"/> set. Never throws on any bytes.
/// </summary>
public ref struct TlvReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>What ended the walk; <see cref="ParseError.None"/> at the regular end.</summary>
    public ParseError Error { get; private set; }

    /// <summary>Whether every byte has been read.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>The bytes not read yet.</summary>
    public readonly ReadOnlySpan<byte> Remaining => rest;

    /// <summary>Reads the next element; false at the end and on malformed bytes.</summary>
    public bool TryRead(out TlvElement element)
    {
        element = default;
        if (rest.IsEmpty || Error != ParseError.None)
        {
            return false;
        }

        Error = TryReadHeader(rest, out var type, out var length, out var headerSize);
        if (Error != ParseError.None)
        {
            return false;
        }

        if (length > (ulong)(rest.Length - headerSize))
        {
            Error = ParseError.Truncated;
            return false;
        }

        var size = headerSize + (int)length;
        element = new TlvElement(type, rest[..size], headerSize);
        rest = rest[size..];
        return true;
    }

    /// <summary>
    /// Reads type and length at the start of <paramref name="bytes"/>; the value need not be there yet. A stream
    /// transport waits for more bytes on <see cref="ParseError.Truncated"/> and gives up on any other error.
    /// </summary>
    /// <param name="bytes">Bytes that start with an element.</param>
    /// <param name="type">TLV-TYPE, 1 to 2^32-1.</param>
    /// <param name="length">TLV-LENGTH, up to 2^64-1: not checked against <paramref name="bytes"/>.</param>
    /// <param name="headerSize">Bytes that type and length occupy.</param>
    public static ParseError TryReadHeader(ReadOnlySpan<byte> bytes, out uint type, out ulong length, out int headerSize)
    {
        type = 0;
        length = 0;
        headerSize = 0;
        var error = TryReadNumber(bytes, out var wideType, out var typeSize);
        if (error != ParseError.None)
        {
            return error;
        }

        if (wideType is 0 or > uint.MaxValue)
        {
            return ParseError.TypeOutOfRange;
        }

        error = TryReadNumber(bytes[typeSize..], out length, out var lengthSize);
        type = (uint)wideType;
        headerSize = typeSize + lengthSize;
        return error;
    }

    private static ParseError TryReadNumber(ReadOnlySpan<byte> bytes, out ulong number, out int size)
    {
        number = 0;
        size = 0;
        if (bytes.IsEmpty)
        {
            return ParseError.Truncated;
        }

        var first = bytes[0];
        if (first < 253)
        {
            number = first;
            size = 1;
            return ParseError.None;
        }

        size = first switch { 253 => 3, 254 => 5, _ => 9 };
        if (bytes.Length < size)
        {
            return ParseError.Truncated;
        }

        number = first switch
        {
            253 => BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]),
            254 => BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]),
            _ => BinaryPrimitives.ReadUInt64BigEndian(bytes[1..]),
        };
        var shortest = TlvWriter.SizeOfNumber(number);
        return shortest == size ? ParseError.None : ParseError.NonMinimalNumber;
    }
}
