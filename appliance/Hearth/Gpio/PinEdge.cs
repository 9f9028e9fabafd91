using System.Buffers.Binary;

namespace Hearth.Gpio;

/// <summary>One edge of one pin, as the kernel saw it.</summary>
/// <param name="PinNumber">The line's offset within its chip.</param>
/// <param name="Type">Rising or falling.</param>
/// <param name="At">When, on the monotonic clock.</param>
/// <param name="Sequence">Counts the edges of this pin up by one; a gap tells that some were lost.</param>
internal readonly record struct PinEdge(int PinNumber, PinEventTypes Type, TimeSpan At, uint Sequence)
{
    /// <summary>Bytes of a <c>struct gpio_v2_line_event</c>.</summary>
    public const int Size = 48;

    private const uint RisingId = 1;
    private const uint FallingId = 2;

    /// <summary>Reads a <c>struct gpio_v2_line_event</c>.</summary>
    /// <returns>False where it is too short, or neither a rising nor a falling edge.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out PinEdge edge)
    {
        edge = default;
        if (bytes.Length < Size)
        {
            return false;
        }

        // Both architectures are little-endian.
        var nanoseconds = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var id = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        var sequence = BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]);
        if (id is not (RisingId or FallingId) || offset > int.MaxValue)
        {
            return false;
        }

        edge = new PinEdge((int)offset, id == RisingId ? PinEventTypes.Rising : PinEventTypes.Falling, new TimeSpan((long)(nanoseconds / TimeSpan.NanosecondsPerTick)), sequence);
        return true;
    }
}
