using System.Buffers;

namespace Hearth.Updates.Bundle;

/// <summary>Numbers in seven bits a byte, the lowest first, the top bit set where another follows (LEB128).</summary>
public static class VariableNumber
{
    /// <summary>Most bytes of a number: 63 bits, so that none is negative.</summary>
    public const int MostBytes = 9;

    /// <summary>Reads a number; false where there is none, or it is written longer than it needs.</summary>
    /// <param name="input">Begins with the number.</param>
    /// <param name="number">The number.</param>
    /// <param name="size">Its bytes.</param>
    public static bool TryRead(ReadOnlySpan<byte> input, out long number, out int size)
    {
        number = 0;
        for (size = 1; size <= Math.Min(MostBytes, input.Length); size++)
        {
            var digit = input[size - 1];
            number |= (long)(digit & 0x7F) << (7 * (size - 1));
            if (digit < 0x80)
            {
                return digit != 0 || size == 1;
            }
        }

        return false;
    }

    /// <summary>Writes a number that is not negative.</summary>
    public static void Write(IBufferWriter<byte> output, long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        for (; number >= 0x80; number >>= 7)
        {
            output.Write([(byte)(number | 0x80)]);
        }

        output.Write([(byte)number]);
    }

    /// <summary>Folds the sign into the lowest bit, so that small numbers of both signs are short.</summary>
    public static long FoldSign(long number) => (number << 1) ^ (number >> 63);

    /// <summary>Takes the sign out of the lowest bit.</summary>
    public static long UnfoldSign(long number) => (number >> 1) ^ -(number & 1);
}
