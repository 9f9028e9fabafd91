namespace Hearth.Forwarding.Strategies;

/// <summary>What a strategy can decide about an Interest.</summary>
public enum ChoiceKind
{
    /// <summary>Send nothing; an answer is on its way.</summary>
    Wait,

    /// <summary>Send nothing; this retransmission comes too soon.</summary>
    Suppress,

    /// <summary>Send to the chosen faces.</summary>
    Forward,
}
