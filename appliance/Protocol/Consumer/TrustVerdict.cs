namespace Hearth.Protocol.Consumer;

/// <summary>Whether a packet is its owner's word.</summary>
public enum TrustVerdict
{
    /// <summary>It is.</summary>
    Trusted,

    /// <summary>No owner is known for this name; the packet is whole.</summary>
    IntegrityOnly,

    /// <summary>It is not.</summary>
    Refused,

    /// <summary>A certificate is needed to tell.</summary>
    NeedsCertificate,
}
