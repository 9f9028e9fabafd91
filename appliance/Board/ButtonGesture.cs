namespace Hearth.Board;

/// <summary>What somebody did with the button.</summary>
public enum ButtonGesture
{
    /// <summary>Pressed and let go.</summary>
    Press,

    /// <summary>Held for longer than a press: the factory reset counts down from here.</summary>
    HoldStarted,

    /// <summary>Let go before the countdown's end.</summary>
    HoldCancelled,

    /// <summary>Held to the end.</summary>
    FactoryReset,
}
