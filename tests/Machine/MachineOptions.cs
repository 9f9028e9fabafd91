using Hearth.Tests.Machine.Network;

namespace Hearth.Tests.Machine;

/// <summary>What an emulated machine is made of.</summary>
internal sealed record MachineOptions
{
    public required Hardware Hardware { get; init; }

    /// <summary>Names the log under <c>out/machine</c>.</summary>
    public required string Label { get; init; }

    /// <summary>The boot disk, a qcow2 file; null for none.</summary>
    public string? Disk { get; init; }

    /// <summary>Firmware, kernel and whatever else comes before the disk.</summary>
    public IReadOnlyList<string> Boot { get; init; } = [];

    /// <summary>Whether every write on its disk is heard.</summary>
    public bool WatchesDisk { get; init; }

    /// <summary>Further devices.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Where its network cable leads; null for no network card.</summary>
    public INetworkCable? Network { get; init; }

    /// <summary>Whether a port for the tests' agent is there.</summary>
    public bool HasAgentPort { get; init; }
}
