namespace Hearth.Board.Description;

/// <summary>One button of a board.</summary>
public abstract record ButtonDescription
{
    private ButtonDescription()
    {
    }

    /// <summary>A contact on a line.</summary>
    /// <param name="Line">Which.</param>
    /// <param name="Bias">The chip's resistor.</param>
    /// <param name="Debounce">How long a level has to last; zero for no filter.</param>
    public sealed record Gpio(LineDescription Line, LineBias Bias, TimeSpan Debounce) : ButtonDescription;

    /// <summary>A key of an input device.</summary>
    /// <param name="KeyCode">The code in <c>&lt;linux/input-event-codes.h&gt;</c>, 1 to 767.</param>
    public sealed record Input(int KeyCode) : ButtonDescription;
}
