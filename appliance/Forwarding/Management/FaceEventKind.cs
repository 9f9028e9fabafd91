namespace Hearth.Forwarding.Management;

/// <summary>What happened to a face; the numbers are those of NFD's face management.</summary>
public enum FaceEventKind
{
    /// <summary>It was made.</summary>
    Created = 1,

    /// <summary>It is gone.</summary>
    Destroyed = 2,

    /// <summary>Its link works again.</summary>
    Up = 3,

    /// <summary>Its link has failed, and may come back.</summary>
    Down = 4,
}
