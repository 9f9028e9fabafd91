namespace Hearth.Forwarding.Strategies;

/// <summary>What a strategy decided.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Count">How many faces it filled in, when forwarding.</param>
public readonly record struct Choice(ChoiceKind Kind, int Count)
{
    /// <summary>Wait for the answer to what was already sent.</summary>
    public static readonly Choice Wait = new(ChoiceKind.Wait, 0);

    /// <summary>The retransmission comes too soon: wait, and count it.</summary>
    public static readonly Choice Suppress = new(ChoiceKind.Suppress, 0);

    /// <summary>Send to the faces filled in.</summary>
    public static Choice Forward(int count) => new(ChoiceKind.Forward, count);
}
