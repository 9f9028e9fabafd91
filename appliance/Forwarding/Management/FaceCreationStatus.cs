namespace Hearth.Forwarding.Management;

/// <summary>How making a face went, in short.</summary>
public enum FaceCreationStatus
{
    /// <summary>It was made.</summary>
    Created,

    /// <summary>There was one to that place already.</summary>
    Exists,

    /// <summary>Nothing here speaks that scheme, or not in that way.</summary>
    Unsupported,

    /// <summary>The other end could not be reached.</summary>
    Unreachable,

    /// <summary>The other end did not answer in time.</summary>
    TimedOut,

    /// <summary>There are as many faces as there may be.</summary>
    Full,
}
