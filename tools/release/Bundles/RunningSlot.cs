using Hearth.Updates.Bundle;
using Hearth.Updates.Slots;

namespace Hearth.Release.Bundles;

/// <summary>A device that runs some images, and whose idle slot is empty.</summary>
internal sealed class RunningSlot(SlotContent? content) : ISlotReader
{
    public SlotInventory Scan(BundleManifest manifest)
    {
        var inventory = new SlotInventory();
        foreach (var part in (SlotPart[])[SlotPart.Root, SlotPart.Kernel])
        {
            using var scan = new SlotScan(inventory, SlotSide.Running, part, manifest);
            scan.Append(BytesOf(part));
            scan.Finish();
        }

        return inventory;
    }

    public bool TryRead(SlotSide side, SlotPart image, long offset, Span<byte> buffer)
    {
        var bytes = BytesOf(image);
        if (side != SlotSide.Running || offset < 0 || offset + buffer.Length > bytes.Length)
        {
            return false;
        }

        bytes.Slice((int)offset, buffer.Length).CopyTo(buffer);
        return true;
    }

    private ReadOnlySpan<byte> BytesOf(SlotPart part) => part == SlotPart.Root ? content?.Root : content?.Kernel;
}
