using Hearth.Updates.Bundle;
using Hearth.Updates.Slots;

namespace Hearth.Updating;

/// <summary>
/// The partitions of both slots, as init hands them to the updater in a folder: <c>running-root</c>, <c>running-kernel</c>
/// to read, <c>idle-root</c>, <c>idle-kernel</c> to write.
/// </summary>
internal sealed class SlotDevices : ISlotReader, IDisposable
{
    private readonly BlockDeviceFile[] running;
    private readonly BlockDeviceFile[] idle;

    private SlotDevices(BlockDeviceFile[] running, BlockDeviceFile[] idle) => (this.running, this.idle) = (running, idle);

    /// <summary>The idle slot's root partition.</summary>
    public IBlockDevice IdleRoot => idle[(int)SlotPart.Root];

    /// <summary>The idle slot's kernel partition.</summary>
    public IBlockDevice IdleKernel => idle[(int)SlotPart.Kernel];

    /// <summary>Opens them.</summary>
    /// <exception cref="IOException">One cannot be opened.</exception>
    public static SlotDevices Open(string folder)
    {
        return new(
            [Device("running-root", FileAccess.Read), Device("running-kernel", FileAccess.Read)],
            [Device("idle-root", FileAccess.ReadWrite), Device("idle-kernel", FileAccess.ReadWrite)]);

        BlockDeviceFile Device(string name, FileAccess access) => new(Path.Join(folder, name), access);
    }

    /// <summary>The size of a partition.</summary>
    public long LengthOf(SlotSide side, SlotPart image) => Of(side)[(int)image].Length;

    /// <inheritdoc/>
    public bool TryRead(SlotSide side, SlotPart image, long offset, Span<byte> buffer)
    {
        var device = Of(side)[(int)image];
        if (offset < 0 || offset > device.Length - buffer.Length)
        {
            return false;
        }

        try
        {
            device.Read(offset, buffer);
            return true;
        }
        catch (IOException)
        {
            // A sector that cannot be read holds nothing that is worth copying: it is fetched.
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var device in (BlockDeviceFile[])[.. running, .. idle])
        {
            device.Dispose();
        }
    }

    private BlockDeviceFile[] Of(SlotSide side) => side == SlotSide.Running ? running : idle;
}
