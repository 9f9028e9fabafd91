using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Hearth.Protocol.Tlv;

/// <summary>
/// Writes TLV elements into a caller's buffer, front to back. A nested element is opened with <see cref="Begin"/>
/// and closed with <see cref="End"/>, which moves its value when the length turns out to need more than one byte.
/// Writing past the buffer throws <see cref="ArgumentException"/>: callers size it
/// (<see cref="PacketLimits.MaxPacketSize"/> holds any packet).
/// </summary>
public ref struct TlvWriter(Span<byte> buffer)
{
    private readonly Span<byte> buffer = buffer;
    private int position;

    /// <summary>Bytes written so far.</summary>
    public readonly int Length => position;

    /// <summary>What was written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => buffer[..position];

    /// <summary>Writes an element with the given value.</summary>
    public void Write(uint type, scoped ReadOnlySpan<byte> value)
    {
        WriteHeader(type, value.Length);
        WriteRaw(value);
    }

    /// <summary>Writes an element without value.</summary>
    public void WriteEmpty(uint type) => WriteHeader(type, 0);

    /// <summary>Writes an element whose value is a NonNegativeInteger in its shortest form.</summary>
    public void WriteNumber(uint type, ulong number)
    {
        Span<byte> value = stackalloc byte[8];
        Write(type, value[..EncodeNonNegativeInteger(value, number)]);
    }

    /// <summary>Writes an element whose value is UTF-8 text.</summary>
    public void WriteText(uint type, string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        WriteHeader(type, size);
        Encoding.UTF8.GetBytes(text, Claim(size));
    }

    /// <summary>Writes a Name element.</summary>
    public void WriteName(scoped NameView name) => Write(TlvType.Name, name.Value);

    /// <summary>Copies bytes that are already encoded.</summary>
    public void WriteRaw(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(Claim(bytes.Length));

    /// <summary>Writes type and length; the caller writes <paramref name="length"/> bytes of value next.</summary>
    public void WriteHeader(uint type, int length)
    {
        EncodeNumber(Claim(SizeOfNumber(type)), type);
        EncodeNumber(Claim(SizeOfNumber((uint)length)), (uint)length);
    }

    /// <summary>Opens a nested element; what is written until <see cref="End"/> is its value.</summary>
    /// <returns>The mark that <see cref="End"/> takes.</returns>
    public int Begin(uint type)
    {
        EncodeNumber(Claim(SizeOfNumber(type)), type);
        Claim(1);
        return position - 1;
    }

    /// <summary>Closes the element that <see cref="Begin"/> opened.</summary>
    public void End(int mark)
    {
        var value = buffer[(mark + 1)..position];
        var lengthSize = SizeOfNumber((uint)value.Length);
        Claim(lengthSize - 1);
        value.CopyTo(buffer[(mark + lengthSize)..]);
        EncodeNumber(buffer.Slice(mark, lengthSize), (uint)value.Length);
    }

    /// <summary>Bytes of a variable-size number (TLV-TYPE or TLV-LENGTH) in its shortest form: 1, 3, 5 or 9.</summary>
    public static int SizeOfNumber(ulong number) => number switch
    {
        < 253 => 1,
        <= ushort.MaxValue => 3,
        <= uint.MaxValue => 5,
        _ => 9,
    };

    /// <summary>Bytes of a whole element with a value of <paramref name="length"/> bytes.</summary>
    public static int SizeOfElement(uint type, int length) =>
        SizeOfNumber(type) + SizeOfNumber((uint)length) + length;

    /// <summary>Encodes a NonNegativeInteger in 1, 2, 4 or 8 bytes and returns how many.</summary>
    public static int EncodeNonNegativeInteger(Span<byte> destination, ulong number)
    {
        switch (number)
        {
            case <= byte.MaxValue:
                destination[0] = (byte)number;
                return 1;
            case <= ushort.MaxValue:
                BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)number);
                return 2;
            case <= uint.MaxValue:
                BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)number);
                return 4;
            default:
                BinaryPrimitives.WriteUInt64BigEndian(destination, number);
                return 8;
        }
    }

    private static void EncodeNumber(Span<byte> destination, uint number)
    {
        switch (destination.Length)
        {
            case 1:
                destination[0] = (byte)number;
                break;
            case 3:
                destination[0] = 253;
                BinaryPrimitives.WriteUInt16BigEndian(destination[1..], (ushort)number);
                break;
            default:
                destination[0] = 254;
                BinaryPrimitives.WriteUInt32BigEndian(destination[1..], number);
                break;
        }
    }

    // Every byte that is written was claimed here.
    private Span<byte> Claim(int size)
    {
        if (size > buffer.Length - position)
        {
            ThrowTooSmall();
        }

        var claimed = buffer.Slice(position, size);
        position += size;
        return claimed;
    }

    [DoesNotReturn]
    private readonly void ThrowTooSmall() =>
        throw new ArgumentException($"What is written is larger than the buffer of {buffer.Length} bytes.");
}
