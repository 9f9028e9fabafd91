namespace Hearth.CommandLine;

/// <summary>A duration that a person wrote, in seconds.</summary>
internal static class SecondsArgument
{
    // Longer is a mistake in the unit.
    private const double Most = 3600;

    /// <summary>Checks that it is more than zero and at most an hour.</summary>
    /// <exception cref="WrongUsageException">It is not.</exception>
    public static TimeSpan Check(string option, double seconds) =>
        seconds is >= 0.001 and <= Most
            ? TimeSpan.FromSeconds(seconds)
            : throw new WrongUsageException($"{option} {seconds}: give seconds, from 0.001 to {Most}.");
}
