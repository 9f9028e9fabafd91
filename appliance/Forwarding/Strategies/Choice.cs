namespace Hearth.Forwarding.Strategies;

/// <summary>What a strategy decided: how many of the faces it filled in are to be sent to. None means that this retransmission comes too soon.</summary>
public readonly record struct Choice(int Count)
{
    /// <summary>Send nothing: the answer to what was sent before may still come.</summary>
    public static readonly Choice Suppress = new(0);

    /// <summary>Send to the first <paramref name="count"/> faces filled in.</summary>
    public static Choice Forward(int count) => new(count);
}
