namespace Hearth.Updates.Tuf;

/// <summary>A change of the trusted metadata. Carried out durably, and in the order given.</summary>
/// <param name="File">An unversioned name such as <c>root.json</c>; that of a delegated role is percent-encoded.</param>
/// <param name="Content">The file as it was received; null deletes it.</param>
public sealed record TrustedChange(string File, ReadOnlyMemory<byte>? Content);
