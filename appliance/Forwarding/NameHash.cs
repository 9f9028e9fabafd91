using Hearth.Forwarding.Storage;
using Hearth.Protocol;

namespace Hearth.Forwarding;

/// <summary>
/// The hash that the forwarder's tables find names by, for tables of its shell. It is keyed anew each time the forwarder
/// starts. Each thread needs its own (<see cref="Forwarder.NewNameHash"/>).
/// </summary>
public sealed class NameHash
{
    private readonly NameHasher hasher;
    private readonly HashBuffer buffer = new();

    internal NameHash(NameHasher hasher) => this.hasher = hasher;

    /// <summary>The hash of a name; 0 of one that is too long to be forwarded.</summary>
    public ulong Of(NameView name) => hasher.TryHash(name, buffer, out var hashed) ? hashed.Hash : 0;
}
