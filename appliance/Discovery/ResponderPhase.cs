namespace Hearth.Discovery;

/// <summary>How far a host's names are on one interface.</summary>
internal enum ResponderPhase
{
    /// <summary>Asking whether somebody else has them (RFC 6762 section 8.1).</summary>
    Probing,

    /// <summary>Telling everybody (RFC 6762 section 8.3).</summary>
    Announcing,

    /// <summary>Answering.</summary>
    Established,
}
