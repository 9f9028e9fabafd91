namespace Hearth.Updates.Tuf;

/// <summary>A hash that signed metadata names.</summary>
/// <param name="Algorithm">As metadata writes it: <c>sha256</c>, <c>sha512</c>, or one that is not known here.</param>
/// <param name="Digest">Hex digits.</param>
public sealed record FileHash(string Algorithm, string Digest);
