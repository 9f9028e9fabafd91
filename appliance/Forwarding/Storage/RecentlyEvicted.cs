namespace Hearth.Forwarding.Storage;

/// <summary>
/// Which names left the content store a short while ago, by 32 bits of their hash: a wrong match costs one packet that
/// is kept a little longer than it deserves. The hash picks a group of four slots, in which the oldest gives way.
/// </summary>
internal sealed class RecentlyEvicted(int capacity)
{
    /// <summary>Bytes of memory for each name.</summary>
    public const int BytesPerName = sizeof(uint);

    private const int GroupSize = 4;
    private uint[] slots = new uint[SlotsFor(capacity)];

    /// <summary>Bytes of memory for so many names.</summary>
    public static long BytesFor(int capacity) => BytesPerName * (long)SlotsFor(capacity);

    /// <summary>Makes room for so many names, and forgets all.</summary>
    public void Resize(int newCapacity) => slots = new uint[SlotsFor(newCapacity)];

    /// <summary>Remembers a name.</summary>
    public void Add(ulong hash)
    {
        var group = Group(hash);
        group[..^1].CopyTo(group[1..]);
        group[0] = Tag(hash);
    }

    /// <summary>Whether the name is remembered; then it is no longer.</summary>
    public bool Remove(ulong hash)
    {
        var group = Group(hash);
        var place = group.IndexOf(Tag(hash));
        if (place < 0)
        {
            return false;
        }

        group[(place + 1)..].CopyTo(group[place..]);
        group[^1] = 0;
        return true;
    }

    private static int SlotsFor(int capacity) => Math.Max(1, capacity / GroupSize) * GroupSize;

    // Zero is an empty slot.
    private static uint Tag(ulong hash) => (uint)hash | 1;

    private Span<uint> Group(ulong hash) =>
        slots.AsSpan((int)(((hash >> 32) * (uint)(slots.Length / GroupSize)) >> 32) * GroupSize, GroupSize);
}
