namespace Hearth.Protocol;

/// <summary>What a Data packet's content is (NDN Packet Format v0.3, "ContentType").</summary>
public enum ContentType : ulong
{
    /// <summary>Payload; the default.</summary>
    Blob = 0,

    /// <summary>The name of another Data packet.</summary>
    Link = 1,

    /// <summary>A public key: a certificate.</summary>
    Key = 2,

    /// <summary>An application's statement that it has no such content.</summary>
    Nack = 3,

    /// <summary>Routing manifest.</summary>
    Manifest = 4,

    /// <summary>A prefix announcement (NDNLPv2 self-learning).</summary>
    PrefixAnnouncement = 5,
}
