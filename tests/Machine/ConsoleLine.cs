namespace Hearth.Tests.Machine;

/// <summary>A line on the console.</summary>
/// <param name="At">Since the machine was switched on.</param>
/// <param name="Text">Without control characters.</param>
internal sealed record ConsoleLine(TimeSpan At, string Text)
{
    public override string ToString() => $"[{At.TotalSeconds,8:0.000}] {Text}";
}
