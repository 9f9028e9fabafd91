using System.Collections.Immutable;

namespace Hearth.Board.Description;

/// <summary>One light of a board.</summary>
public abstract record LightDescription
{
    private LightDescription()
    {
    }

    /// <summary>Of one colour, on one line.</summary>
    public sealed record Gpio(LineDescription Line) : LightDescription;

    /// <summary>Of three colours, on three lines.</summary>
    public sealed record Rgb(LineDescription Red, LineDescription Green, LineDescription Blue) : LightDescription;

    /// <summary>Of one colour, driven by the kernel.</summary>
    /// <param name="Names">Alternatives in the order of preference; <c>*</c> stands for any characters, and all that have the name are used.</param>
    public sealed record Led(ImmutableArray<string> Names) : LightDescription;
}
