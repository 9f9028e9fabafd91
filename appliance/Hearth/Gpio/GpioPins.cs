using Hearth.Linux;

namespace Hearth.Gpio;

/// <summary>Pins of one chip that were taken together; nobody else can take them until they are given back.</summary>
/// <param name="device">The request's descriptor.</param>
/// <param name="count">How many pins.</param>
internal sealed unsafe class GpioPins(DeviceFile device, int count) : IDisposable
{
    /// <summary>What the kernel keeps for one pin (twice over, <c>gpio_v2_line_request.event_buffer_size</c>): a read takes it all in a few calls.</summary>
    private const int EdgesPerRead = 16;

    private readonly byte[] buffer = new byte[EdgesPerRead * PinEdge.Size];
    private int start;
    private int end;

    /// <summary>Becomes readable when an edge comes.</summary>
    public int Descriptor => device.Descriptor;

    /// <summary>Sets all pins at once.</summary>
    /// <param name="values">In the order of the request.</param>
    /// <exception cref="IOException">The chip is gone.</exception>
    public void Write(params ReadOnlySpan<PinValue> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, count);
        GpioAbi.LineValues bits = default;
        for (var i = 0; i < count; i++)
        {
            bits.Mask |= 1ul << i;
            bits.Bits |= values[i] == PinValue.High ? 1ul << i : 0;
        }

        device.Control(GpioAbi.SetValues, &bits);
    }

    /// <summary>The value of one pin.</summary>
    /// <param name="index">Its place in the request.</param>
    /// <exception cref="IOException">The chip is gone.</exception>
    public PinValue Read(int index)
    {
        GpioAbi.LineValues bits = new() { Mask = 1ul << index };
        device.Control(GpioAbi.GetValues, &bits);
        return (bits.Bits & bits.Mask) != 0 ? PinValue.High : PinValue.Low;
    }

    /// <summary>Takes the next edge that the kernel keeps; what is none is passed over.</summary>
    /// <returns>False where there is none.</returns>
    /// <exception cref="IOException">The chip is gone.</exception>
    public bool TryReadEdge(out PinEdge edge)
    {
        while (true)
        {
            if (end - start < PinEdge.Size)
            {
                (start, end) = (0, device.Read(buffer));
                if (end < PinEdge.Size)
                {
                    edge = default;
                    return false;
                }
            }

            start += PinEdge.Size;
            if (PinEdge.TryRead(buffer.AsSpan(start - PinEdge.Size, PinEdge.Size), out edge))
            {
                return true;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => device.Dispose();
}
