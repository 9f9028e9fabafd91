namespace Hearth.Updates.Tuf;

/// <summary>The four kinds of metadata.</summary>
public enum RoleType
{
    /// <summary>Keys and thresholds of the other three.</summary>
    Root,

    /// <summary>Which snapshot is the newest.</summary>
    Timestamp,

    /// <summary>Which targets metadata belongs together.</summary>
    Snapshot,

    /// <summary>Targets, and who else may describe them; delegated roles too.</summary>
    Targets,
}
