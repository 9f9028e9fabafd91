namespace Hearth.Identity.Trust;

/// <summary>What a verification says.</summary>
public enum Outcome
{
    /// <summary>A certificate is needed first.</summary>
    NeedsCertificate,

    /// <summary>The namespace's owner vouches for the packet.</summary>
    Trusted,

    /// <summary>Outside personal namespaces: nobody vouches; where there is a digest in place of a signature, it is right.</summary>
    IntegrityOnly,

    /// <summary>The packet is not to be used.</summary>
    Refused,
}
