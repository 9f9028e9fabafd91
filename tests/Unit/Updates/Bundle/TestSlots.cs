using Hearth.Release.Bundles;
using Hearth.Updates.Bundle;
using Hearth.Updates.Slots;

namespace Hearth.Tests.Updates.Bundle;

/// <summary>Both slots in memory, and an update that goes from one into the other.</summary>
internal sealed class TestSlots : ISlotReader
{
    // Smaller than a device's partitions, and larger than the tests' images.
    private const int PartitionSize = 1536 * 1024;

    private readonly byte[][] running = [new byte[PartitionSize], new byte[PartitionSize]];
    private readonly byte[][] idle = [new byte[PartitionSize], new byte[PartitionSize]];

    public byte[] Idle(SlotPart image) => idle[(int)image];

    public byte[] Running(SlotPart image) => running[(int)image];

    /// <summary>Puts a release into a slot, as if it had been installed.</summary>
    public TestSlots With(SlotSide side, SlotContent content)
    {
        var slot = side == SlotSide.Running ? running : idle;
        content.Root.CopyTo(slot[0], 0);
        content.Kernel.CopyTo(slot[1], 0);
        return this;
    }

    public bool TryRead(SlotSide side, SlotPart image, long offset, Span<byte> buffer)
    {
        var partition = side == SlotSide.Running ? running[(int)image] : idle[(int)image];
        if (offset < 0 || offset + buffer.Length > partition.Length)
        {
            return false;
        }

        partition.AsSpan((int)offset, buffer.Length).CopyTo(buffer);
        return true;
    }

    public SlotInventory Scan(BundleManifest manifest)
    {
        var inventory = new SlotInventory();
        foreach (var (side, slot) in new[] { (SlotSide.Running, running), (SlotSide.Idle, idle) })
        {
            foreach (var image in (SlotPart[])[SlotPart.Kernel, SlotPart.Root])
            {
                using var scan = new SlotScan(inventory, side, image, manifest);
                scan.Append(slot[(int)image]);
                scan.Finish();
            }
        }

        return inventory;
    }

    /// <summary>Installs a bundle, at most so many steps of it.</summary>
    /// <param name="manifest">The bundle.</param>
    /// <param name="fetch">Gets an object; may lie, or throw to cut the power.</param>
    /// <param name="mostWrites">After so many writes the power is cut.</param>
    /// <returns>Bytes fetched, and why it ended early.</returns>
    public (long Fetched, BundleRefusal? Refusal) Install(BundleManifest manifest, Func<BundleObject, byte[]> fetch, int mostWrites = int.MaxValue)
    {
        using var unpacker = new BundleUnpacker(manifest, FetchPlan.Make(manifest, Scan(manifest)), this);
        var fetched = 0L;
        var ends = new long[2];
        for (var step = unpacker.Next(); step is not BundleStep.Done;)
        {
            switch (step)
            {
                case BundleStep.Need need:
                    var content = fetch(need.Wanted);
                    fetched += content.Length;
                    step = unpacker.Give(content);
                    break;
                case BundleStep.Write when mostWrites-- == 0:
                    return (fetched, null);
                case BundleStep.Write write:
                    Xunit.Assert.Equal(ends[(int)write.Image], write.Offset);
                    write.Bytes.Span.CopyTo(idle[(int)write.Image].AsSpan((int)write.Offset));
                    ends[(int)write.Image] += write.Bytes.Length;
                    step = unpacker.Next();
                    break;
                default:
                    return (fetched, ((BundleStep.Refused)step).Refusal);
            }
        }

        return (fetched, null);
    }
}
