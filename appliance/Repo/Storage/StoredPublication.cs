namespace Hearth.Repo.Storage;

/// <summary>A publication and where its packets are.</summary>
/// <param name="Id">The row.</param>
/// <param name="Publication">What is published.</param>
/// <param name="File">Name of the packet file in the content folder.</param>
internal sealed record StoredPublication(long Id, Publication Publication, string File);
