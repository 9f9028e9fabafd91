namespace Hearth.Node;

/// <summary>Where the machine keeps the log that its owner may read; null where it keeps none for that.</summary>
/// <param name="Current">The one that is being written.</param>
/// <param name="Last">What the run before left.</param>
internal sealed record LogFiles(string? Current, string? Last);
