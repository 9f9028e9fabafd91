namespace Hearth.Identity.Trust;

/// <summary>The owner that was first seen in a namespace.</summary>
/// <param name="Owner">Fingerprint of the owner's public key.</param>
/// <param name="FirstSeen">When.</param>
public sealed record Pin(Fingerprint Owner, DateTimeOffset FirstSeen);
