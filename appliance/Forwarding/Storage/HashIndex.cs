namespace Hearth.Forwarding.Storage;

/// <summary>
/// Finds items, which live elsewhere and are numbered, by their hash: open addressing with linear probing, eight bytes
/// a slot. Several items may have the same hash; the caller compares. Removal closes the gap, so nothing wears out.
/// </summary>
internal sealed class HashIndex
{
    /// <summary>Bytes of memory for each item of a full index, rounded up.</summary>
    public const int BytesPerItem = 11;

    // The upper half of a slot is the hash's upper half, the lower half is the item's number; zero is an empty slot.
    private ulong[] slots;

    /// <summary>An index for at most <paramref name="capacity"/> items.</summary>
    public HashIndex(int capacity) => slots = new ulong[SlotsFor(capacity)];

    /// <summary>Number of items.</summary>
    public int Count { get; private set; }

    /// <summary>Most items before <see cref="Resize"/> is needed: three quarters of the slots, to keep probes short.</summary>
    public int Capacity => slots.Length / 4 * 3;

    /// <summary>Bytes of memory an index for <paramref name="capacity"/> items takes.</summary>
    public static long BytesFor(int capacity) => sizeof(ulong) * (long)SlotsFor(capacity);

    /// <summary>Places that items can be in.</summary>
    public int SlotCount => slots.Length;

    /// <summary>The item in a place; 0 for none. Adding and removing moves items.</summary>
    public int ItemIn(int slot) => (int)(uint)slots[slot];

    /// <summary>Walks the items whose hash may be <paramref name="hash"/>.</summary>
    public Probe Find(ulong hash) => new(slots, Home(hash, slots.Length), (uint)(hash >> 32));

    /// <summary>Adds an item; there must be room.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="item">Its number, above zero.</param>
    public void Add(ulong hash, int item)
    {
        if (Count >= Capacity)
        {
            throw new InvalidOperationException("The index is full.");
        }

        Place((hash & 0xFFFFFFFF_00000000) | (uint)item);
        Count++;
    }

    /// <summary>Removes an item, which must be there.</summary>
    public void Remove(ulong hash, int item)
    {
        var gap = Home(hash, slots.Length);
        while ((uint)slots[gap] != (uint)item)
        {
            gap = slots[gap] != 0 ? After(gap) : throw new InvalidOperationException("The item is not in the index.");
        }

        // Whatever was displaced past the gap moves back, so that no probe stops early.
        for (var next = After(gap); slots[next] != 0; next = After(next))
        {
            var home = Home(slots[next], slots.Length);
            var reachesOverGap = gap <= next ? home <= gap || home > next : home <= gap && home > next;
            if (reachesOverGap)
            {
                slots[gap] = slots[next];
                gap = next;
            }
        }

        slots[gap] = 0;
        Count--;
    }

    /// <summary>Makes room for <paramref name="capacity"/> items, and at least for those that are there.</summary>
    public void Resize(int capacity)
    {
        var old = slots;
        slots = new ulong[SlotsFor(Math.Max(capacity, Count))];
        foreach (var slot in old)
        {
            if (slot != 0)
            {
                Place(slot);
            }
        }
    }

    /// <summary>Doubles the room when it is used up. Only tables that management fills grow; the others are bounded.</summary>
    public void GrowIfFull()
    {
        if (Count >= Capacity)
        {
            Resize(Capacity * 2);
        }
    }

    private static int SlotsFor(int capacity) => (int)Math.Min(Array.MaxLength, (capacity + 3L) / 3 * 4);

    // Scales the hash to the table's length, so that the length need not be a power of two.
    private static int Home(ulong hash, int length) => (int)(((hash >> 32) * (uint)length) >> 32);

    private int After(int position) => position + 1 == slots.Length ? 0 : position + 1;

    private void Place(ulong slot)
    {
        var position = Home(slot, slots.Length);
        while (slots[position] != 0)
        {
            position = After(position);
        }

        slots[position] = slot;
    }

    /// <summary>Walks the items whose hash may be the one asked for.</summary>
    public ref struct Probe(ReadOnlySpan<ulong> slots, int position, uint tag)
    {
        private readonly ReadOnlySpan<ulong> slots = slots;
        private int position = position;

        /// <summary>The item that the last <see cref="MoveNext"/> reached.</summary>
        public int Item { get; private set; }

        /// <summary>Goes to the next candidate; false when there is none.</summary>
        public bool MoveNext()
        {
            while (slots[position] is var slot && slot != 0)
            {
                position = position + 1 == slots.Length ? 0 : position + 1;
                if ((uint)(slot >> 32) == tag)
                {
                    Item = (int)(uint)slot;
                    return true;
                }
            }

            return false;
        }
    }
}
