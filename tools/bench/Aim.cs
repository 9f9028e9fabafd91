namespace Hearth.Bench;

/// <summary>What a figure should be.</summary>
/// <param name="Value">The bound, in the figure's unit.</param>
/// <param name="IsLeast">Whether more is better.</param>
internal sealed record Aim(double Value, bool IsLeast)
{
    /// <summary>Less is better.</summary>
    public static Aim AtMost(double value) => new(value, IsLeast: false);

    /// <summary>More is better.</summary>
    public static Aim AtLeast(double value) => new(value, IsLeast: true);

    /// <summary>Whether a figure is within it.</summary>
    public bool IsReachedBy(double figure) => IsLeast ? figure >= Value : figure <= Value;
}
