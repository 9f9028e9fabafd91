namespace Hearth.Updates.Tuf;

/// <summary>Who may sign for a role.</summary>
/// <param name="Keys">By key identifier: the ones listed for the role that the delegating metadata also describes.</param>
/// <param name="Threshold">How many different keys must have signed; at least one.</param>
public sealed record RoleKeys(IReadOnlyDictionary<string, MetadataKey> Keys, int Threshold);
