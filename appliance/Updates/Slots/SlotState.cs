namespace Hearth.Updates.Slots;

/// <summary>What the boot record says of a slot.</summary>
/// <param name="Good">It has served before, and was not written since: it is started as often as it takes.</param>
/// <param name="Try">It is to be started once, to prove itself. Goes before <paramref name="Good"/>.</param>
public readonly record struct SlotState(bool Good, bool Try)
{
    /// <summary>Not to be started while there is anything better.</summary>
    public static readonly SlotState Unusable;

    /// <summary>Known to be good.</summary>
    public static readonly SlotState Proven = new(Good: true, Try: false);
}
