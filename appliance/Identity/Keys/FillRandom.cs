namespace Hearth.Identity.Keys;

/// <summary>Fills <paramref name="bytes"/> with what nobody can guess: <c>RandomNumberGenerator.Fill</c> in the shell.</summary>
public delegate void FillRandom(Span<byte> bytes);
