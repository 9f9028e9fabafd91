namespace Hearth.Forwarding;

/// <summary>What a face is.</summary>
/// <param name="Uri">The peer as FaceUri, such as <c>udp4://192.0.2.1:6363</c>.</param>
/// <param name="LocalUri">Our end as FaceUri.</param>
public sealed record FaceInfo(string Uri, string LocalUri)
{
    /// <summary>Who can be at the other end.</summary>
    public FaceScope Scope { get; init; }

    /// <summary>Whether the other end is on the home's own network.</summary>
    public bool IsAtHome { get; init; }

    /// <summary>How far away the other end is.</summary>
    public FaceReach Reach => Scope == FaceScope.Local ? FaceReach.Machine : IsAtHome ? FaceReach.Home : FaceReach.Beyond;

    /// <summary>When the face ends.</summary>
    public FacePersistency Persistency { get; init; }

    /// <summary>How many are on the link.</summary>
    public LinkType LinkType { get; init; }

    /// <summary>Largest link-layer packet in bytes; null when the transport has no limit of its own.</summary>
    public int? Mtu { get; init; }

    /// <summary>
    /// Whether the peer may name a next hop and is told the incoming face (NDNLPv2, "Consumer Controlled Forwarding"
    /// and "Incoming Face Indication"). Only ever true for a local face.
    /// </summary>
    public bool LocalFieldsEnabled { get; init; }
}
