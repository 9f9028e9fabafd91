namespace Hearth.Tests.Machine;

/// <summary>When to give up. A machine here shares two processors with whatever else runs; what it took is printed, and the aims are for an idle one.</summary>
internal static class Bounds
{
    /// <summary>From power to whatever a boot ends in. Fifty times what a PC needs, twenty times what a translated ARM64 needs.</summary>
    public static readonly TimeSpan Boot = TimeSpan.FromMinutes(10);

    /// <summary>From asking for an update to its confirmation by the version that was installed.</summary>
    public static readonly TimeSpan Update = TimeSpan.FromMinutes(15);

    /// <summary>For one answer of a machine that runs.</summary>
    public static readonly TimeSpan Answer = TimeSpan.FromMinutes(3);
}
