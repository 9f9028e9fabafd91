using System.Globalization;

namespace Hearth.Tests.Machine;

/// <summary>
/// When to give up. A machine here shares two processors with whatever else runs; what it took is printed, and the aims are for
/// an idle one. <c>HEARTH_PATIENCE=10</c> makes every bound ten times as long, where much else runs.
/// </summary>
internal static class Bounds
{
    private static readonly double Patience = double.Parse(
        Environment.GetEnvironmentVariable("HEARTH_PATIENCE") is { Length: > 0 } times ? times : "1", CultureInfo.InvariantCulture);

    /// <summary>From power to whatever a boot ends in. Fifty times what a PC needs, twenty times what a translated ARM64 needs.</summary>
    public static readonly TimeSpan Boot = TimeSpan.FromMinutes(10) * Patience;

    /// <summary>From asking for an update to its confirmation by the version that was installed.</summary>
    public static readonly TimeSpan Update = TimeSpan.FromMinutes(15) * Patience;

    /// <summary>For one answer of a machine that runs.</summary>
    public static readonly TimeSpan Answer = TimeSpan.FromMinutes(3) * Patience;
}
