namespace Hearth.Updates.Bundle;

/// <summary>What both slots hold, by content, as <see cref="SlotScan"/> found it. Whoever copies checks the bytes again.</summary>
public sealed class SlotInventory
{
    /// <summary>Chunks that are remembered: two slots of 200 MiB have some five thousand. Of more, the rest is fetched.</summary>
    public const int MostChunks = 10_000;

    private int count;
    private readonly Dictionary<ContentHash, List<SlotPlace>> chunks = [];
    private readonly HashSet<BundleDelta> usable = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where a chunk lies; empty where it is in neither slot.</summary>
    public IReadOnlyList<SlotPlace> Find(ContentHash chunk) => chunks.TryGetValue(chunk, out var places) ? places : [];

    /// <summary>Whether the running slot holds what the delta starts from.</summary>
    public bool CanApply(BundleDelta delta) => usable.Contains(delta);

    internal void Add(ContentHash chunk, SlotPlace place)
    {
        if (count == MostChunks)
        {
            return;
        }

        count++;
        if (chunks.TryGetValue(chunk, out var places))
        {
            places.Add(place);
        }
        else
        {
            chunks.Add(chunk, [place]);
        }
    }

    internal void AddUsable(BundleDelta delta) => usable.Add(delta);
}
