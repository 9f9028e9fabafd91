using System.Buffers.Binary;

namespace Hearth.Devices;

/// <summary><c>struct input_event</c> of a 64-bit Linux (<c>&lt;linux/input.h&gt;</c>).</summary>
/// <param name="At">When, on the clock that was chosen.</param>
/// <param name="Type">EV_*.</param>
/// <param name="Code">Depends on the type: KEY_* of EV_KEY.</param>
/// <param name="Value">Of a key: 0 up, 1 down, 2 repeated.</param>
internal readonly record struct InputEvent(TimeSpan At, ushort Type, ushort Code, int Value)
{
    /// <summary>Its bytes.</summary>
    public const int Size = 24;

    /// <summary>EV_SYN.</summary>
    public const ushort Synchronization = 0;

    /// <summary>EV_KEY.</summary>
    public const ushort Key = 1;

    /// <summary>SYN_DROPPED: the kernel had no room for events before this one.</summary>
    public const ushort Dropped = 3;

    /// <summary>Reads one.</summary>
    /// <returns>False where it is too short, or its time is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out InputEvent @event)
    {
        @event = default;
        if (bytes.Length < Size)
        {
            return false;
        }

        var seconds = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var microseconds = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        if (seconds is < 0 or > int.MaxValue || microseconds is < 0 or >= 1_000_000)
        {
            return false;
        }

        @event = new InputEvent(
            new TimeSpan(seconds * TimeSpan.TicksPerSecond + microseconds * TimeSpan.TicksPerMicrosecond),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]));
        return true;
    }
}
