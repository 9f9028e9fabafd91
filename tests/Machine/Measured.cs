using Xunit;

namespace Hearth.Tests.Machine;

/// <summary>What a test measured, on a line of its own in the run's output.</summary>
internal static class Measured
{
    public static void Say(FormattableString what) =>
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(what));
}
