using System.Numerics;

namespace Hearth.Forwarding.Storage;

/// <summary>
/// When each PIT entry expires, by the millisecond: a hierarchical timing wheel, so that arming, cancelling and
/// expiring cost the same however many entries there are (G. Varghese, T. Lauck: "Hashed and Hierarchical Timing
/// Wheels", 1987). An entry lies on the level of the highest digit, base 64, in which its time differs from the
/// wheel's; when the wheel's time reaches that digit, the slot's entries move down.
/// </summary>
internal sealed class ExpiryWheel(BlockPool pool)
{
    private const int DigitBits = 6;
    private const int SlotsPerLevel = 1 << DigitBits;

    // 64^7 milliseconds are 139 years.
    private const int Levels = 7;
    private const long End = (1L << (Levels * DigitBits)) - 1;

    private readonly int[] firstInSlot = new int[Levels * SlotsPerLevel];
    private readonly ulong[] occupied = new ulong[Levels];
    private long time;

    /// <summary>When <see cref="TryFindExpired"/> has something to do next, in milliseconds; null when nothing waits.</summary>
    public long? NextDeadline => TryFindFirst(out _, out var start) ? start : null;

    /// <summary>Arms an entry for its <see cref="PitEntry.ExpiryMilliseconds"/>.</summary>
    public void Add(int item)
    {
        ref var entry = ref Entry(item);
        entry.ExpiryMilliseconds = Math.Clamp(entry.ExpiryMilliseconds, time, End);
        var slot = SlotOf(entry.ExpiryMilliseconds);
        entry.PreviousInWheel = 0;
        entry.NextInWheel = firstInSlot[slot];
        if (entry.NextInWheel != 0)
        {
            Entry(entry.NextInWheel).PreviousInWheel = item;
        }

        firstInSlot[slot] = item;
        occupied[slot / SlotsPerLevel] |= 1UL << (slot % SlotsPerLevel);
    }

    /// <summary>Disarms an entry that is armed.</summary>
    public void Remove(int item)
    {
        ref var entry = ref Entry(item);
        if (entry.NextInWheel != 0)
        {
            Entry(entry.NextInWheel).PreviousInWheel = entry.PreviousInWheel;
        }

        if (entry.PreviousInWheel != 0)
        {
            Entry(entry.PreviousInWheel).NextInWheel = entry.NextInWheel;
            return;
        }

        var slot = SlotOf(entry.ExpiryMilliseconds);
        firstInSlot[slot] = entry.NextInWheel;
        if (entry.NextInWheel == 0)
        {
            occupied[slot / SlotsPerLevel] &= ~(1UL << (slot % SlotsPerLevel));
        }
    }

    /// <summary>Advances to <paramref name="now"/> and finds an entry that has expired; the caller removes it.</summary>
    public bool TryFindExpired(long now, out int item)
    {
        while (TryFindFirst(out var slot, out var start) && start <= now)
        {
            if (slot < SlotsPerLevel)
            {
                time = start;
                item = firstInSlot[slot];
                return true;
            }

            MoveDown(slot, start);
        }

        time = Math.Max(time, now);
        item = 0;
        return false;
    }

    private void MoveDown(int slot, long start)
    {
        var item = firstInSlot[slot];
        firstInSlot[slot] = 0;
        occupied[slot / SlotsPerLevel] &= ~(1UL << (slot % SlotsPerLevel));
        time = start;
        while (item != 0)
        {
            var next = Entry(item).NextInWheel;
            Add(item);
            item = next;
        }
    }

    // The lowest level with entries holds the earliest: all its times agree with the wheel's in every higher digit.
    private bool TryFindFirst(out int slot, out long start)
    {
        for (var level = 0; level < Levels; level++)
        {
            if (occupied[level] != 0)
            {
                var digit = BitOperations.TrailingZeroCount(occupied[level]);
                var shift = level * DigitBits;
                slot = level * SlotsPerLevel + digit;
                start = (time >> (shift + DigitBits) << (shift + DigitBits)) + ((long)digit << shift);
                return true;
            }
        }

        (slot, start) = (0, 0);
        return false;
    }

    private int SlotOf(long expiry)
    {
        var level = BitOperations.Log2((ulong)(expiry ^ time) | 1) / DigitBits;
        return level * SlotsPerLevel + (int)(expiry >> (level * DigitBits)) % SlotsPerLevel;
    }

    private ref PitEntry Entry(int item) => ref pool.Record<PitEntry>(item);
}
