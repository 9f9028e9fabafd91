namespace Hearth.Board.Description;

/// <summary>The resistor inside a chip that holds a line while nothing drives it.</summary>
public enum LineBias
{
    /// <summary>As the firmware left it.</summary>
    AsIs,

    /// <summary>To high.</summary>
    PullUp,

    /// <summary>To low.</summary>
    PullDown,

    /// <summary>None.</summary>
    Disabled,
}
