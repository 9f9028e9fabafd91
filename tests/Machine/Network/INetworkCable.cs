namespace Hearth.Tests.Machine.Network;

/// <summary>Where the network card of a machine is plugged in.</summary>
internal interface INetworkCable
{
    /// <summary>QEMU's <c>-netdev</c> argument, for the name <c>net0</c>.</summary>
    string Netdev { get; }

    /// <summary>The card's address; QEMU's own where it is null.</summary>
    string? MacAddress { get; }

    /// <summary>What stands before QEMU on the command line; empty for nothing.</summary>
    IReadOnlyList<string> Prefix { get; }
}
