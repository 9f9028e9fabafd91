namespace Hearth.Forwarding;

/// <summary>Randomness that the shell draws once; a test gives constants and gets the same run again.</summary>
/// <param name="HashKey0">First half of the key of the name hash, so that nobody outside can choose colliding names.</param>
/// <param name="HashKey1">Second half.</param>
/// <param name="Nonces">Where the sequence of nonces starts, for Interests that come without one.</param>
public readonly record struct ForwarderSeed(ulong HashKey0, ulong HashKey1, ulong Nonces);
