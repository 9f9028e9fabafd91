namespace Hearth.Protocol.Consumer;

/// <summary>How a fetch behaves.</summary>
public sealed record FetchOptions
{
    /// <summary>How long a fetch goes on without any answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Lifetime of the Interests.</summary>
    public TimeSpan InterestLifetime { get; init; } = PacketLimits.DefaultInterestLifetime;

    /// <summary>Whether a name that ends in a version is tried for a manifest; strangers have none.</summary>
    public bool ExpectsManifest { get; init; }

    /// <summary>How many forwarders the Interests may pass, this machine's own included; null for any number.</summary>
    public byte? HopLimit { get; init; }

    /// <summary>Decides the nonces: each fetch needs another.</summary>
    public ulong Seed { get; init; }
}
