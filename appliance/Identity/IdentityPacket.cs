using Hearth.Protocol;

namespace Hearth.Identity;

/// <summary>A signed packet of an identity that the appliance answers with: the claim or a certificate.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Wire">The encoded Data packet.</param>
public sealed record IdentityPacket(Name Name, ReadOnlyMemory<byte> Wire);
