using Hearth.Updates.Bundle;
using Hearth.Updates.Slots;

namespace Hearth.Release.Bundles;

/// <summary>A bundle's images, made again from what a channel holds, just as a device does it.</summary>
internal static class PublishedBundle
{
    /// <summary>From the channel alone.</summary>
    public static SlotContent Rebuild(BundleManifest manifest, PublishedFolder objects)
    {
        var images = Unpack(manifest, FetchPlan.Make(manifest, new SlotInventory()), objects, new RunningSlot(null));
        return new SlotContent(images[(int)SlotPart.Kernel], images[(int)SlotPart.Root], manifest.Root.DataLength, manifest.Root.TreeSalt!.Value.ToArray());
    }

    /// <summary>By a plan.</summary>
    /// <returns>The images, by their part.</returns>
    public static byte[][] Unpack(BundleManifest manifest, FetchPlan plan, PublishedFolder objects, ISlotReader slots)
    {
        byte[][] images = [new byte[manifest.Root.Length], new byte[manifest.Kernel.Length]];
        using var unpacker = new BundleUnpacker(manifest, plan, slots);
        for (var step = unpacker.Next(); step is not BundleStep.Done;)
        {
            switch (step)
            {
                case BundleStep.Need need:
                    step = unpacker.Give(objects.Read(need.Wanted.Path));
                    break;
                case BundleStep.Write write:
                    write.Bytes.CopyTo(images[(int)write.Image].AsMemory((int)write.Offset));
                    step = unpacker.Next();
                    break;
                default:
                    throw new ReleaseException($"{manifest.Version} cannot be put together from {objects.Path}: {((BundleStep.Refused)step).Refusal.Detail}");
            }
        }

        return images;
    }
}
