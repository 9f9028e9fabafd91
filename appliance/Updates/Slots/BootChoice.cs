namespace Hearth.Updates.Slots;

/// <summary>What the boot loader does at a start. <see cref="Of"/> decides as image-builder/boot/grub.cfg does; a test compares the two.</summary>
/// <param name="Started">The slot that it starts; null where none is whole: it waits and begins again.</param>
/// <param name="Reason">Why that one.</param>
/// <param name="Tries">What its block says then; null where it could not be read, and is left as it is.</param>
public sealed record BootChoice(Slot? Started, StartReason Reason, TriesBlock? Tries)
{
    /// <summary>The choice.</summary>
    /// <param name="record">The newest readable copy; null where there is none.</param>
    /// <param name="tries">The boot loader's own block; null where it cannot be read.</param>
    /// <param name="isWhole">Whether what the boot loader reads of a slot is whole: its kernel partition, by its sums.</param>
    public static BootChoice Of(BootRecord? record, TriesBlock? tries, Predicate<Slot> isWhole)
    {
        record ??= BootRecord.Unknown;
        ReadOnlySpan<Slot> order = [record.First, record.First.Other()];
        foreach (var slot in order)
        {
            if (record[slot].Try)
            {
                if (tries is not null && tries.Begun != record.Sequence)
                {
                    tries = tries with { Begun = record.Sequence };
                    if (isWhole(slot))
                    {
                        return new(slot, StartReason.Trial, tries);
                    }
                }
            }
            else if (record[slot].Good && isWhole(slot))
            {
                return new(slot, StartReason.Good, tries);
            }
        }

        return Rescue(tries?.Last?.Other() ?? record.First, tries, isWhole);
    }

    // Each gets its turn, so that one that starts and fails does not keep the other from its chance.
    private static BootChoice Rescue(Slot first, TriesBlock? tries, Predicate<Slot> isWhole)
    {
        ReadOnlySpan<Slot> order = [first, first.Other()];
        foreach (var slot in order)
        {
            tries = tries is null ? null : tries with { Last = slot };
            if (isWhole(slot))
            {
                return new(slot, StartReason.Rescue, tries);
            }
        }

        return new(null, StartReason.Rescue, tries);
    }
}
