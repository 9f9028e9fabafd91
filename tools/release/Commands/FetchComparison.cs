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

    /// <summary>What a delta between two files costs, made and applied for good.</summary>
    public static string RunFiles(string oldFile, string newFile)
    {
        var (old, made) = (File.ReadAllBytes(oldFile), File.ReadAllBytes(newFile));
        var stored = DeltaMaker.Make(old, made) ?? throw new ReleaseException("the files have too little in common for a delta");
        var delta = new BundleDelta(SlotPart.Root, 0, old.Length, ContentHash.Of(old), 0, made.Length, ContentHash.Of(made), stored.Length, ContentHash.Of(stored));
        if (!DeltaPatch.TryOpen(delta, stored, new RunningSlot(new SlotContent([], old, old.Length, [])), out var patch))
        {
            throw new ReleaseException("what came out is none");
        }

        using (patch)
        {
            var result = new byte[made.Length];
            return patch.TryRead(result, out var size) && size == made.Length && result.AsSpan().SequenceEqual(made)
                ? $"delta               {Megabytes(stored.Length)} MB"
                : throw new ReleaseException("what came out is not what went in");
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
