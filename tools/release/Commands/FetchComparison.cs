using Hearth.Release.Bundles;
using Hearth.Updates.Bundle;
using Hearth.Updates.Slots;

namespace Hearth.Release.Commands;

/// <summary>What devices fetch to get from one pair of images to another: the bundle is made, and unpacked, for good.</summary>
internal static class FetchComparison
{
    public static string Run(string oldFolder, string newFolder)
    {
        var work = Directory.CreateTempSubdirectory("hearth-compare-");
        try
        {
            var objects = new PublishedFolder(work.FullName);
            var (old, made) = (SlotContent.Read(oldFolder), SlotContent.Read(newFolder));
            var manifest = new BundleMaker(objects).Make("any/board", "any", made, [old]);
            var size = manifest.Encode().Length;
            var (first, update) = (Install(manifest, objects, null, made), Install(manifest, objects, old, made));
            return $"""
                manifest            {Megabytes(size)} MB
                full update         {Megabytes(size + first)} MB
                update from OLD     {Megabytes(size + update)} MB    (deltas: {string.Join(", ", manifest.Deltas.Select(delta => $"{delta.Image} {delta.NewLength / 1024} KiB in {delta.StoredLength} bytes"))})
                """;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static long Install(BundleManifest manifest, PublishedFolder objects, SlotContent? running, SlotContent expected)
    {
        var slots = new RunningSlot(running);
        var inventory = slots.Scan(manifest);
        var plan = FetchPlan.Make(manifest, inventory);
        var made = PublishedBundle.Unpack(manifest, plan, objects, slots);
        return made[(int)SlotPart.Root].AsSpan().SequenceEqual(expected.Root) && made[(int)SlotPart.Kernel].AsSpan().SequenceEqual(expected.Kernel)
            ? plan.FetchBytes
            : throw new ReleaseException("what came out is not what went in");
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);
}
