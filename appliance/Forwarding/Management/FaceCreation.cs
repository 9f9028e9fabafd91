namespace Hearth.Forwarding.Management;

/// <summary>A face that is wanted.</summary>
/// <param name="Remote">Where it leads; canonical.</param>
public sealed record FaceCreation(FaceUri Remote)
{
    /// <summary>Where it starts; null leaves it to the system.</summary>
    public FaceUri? Local { get; init; }

    /// <summary>When it may be closed: persistent or permanent.</summary>
    public FacePersistency Persistency { get; init; } = FacePersistency.Persistent;

    /// <summary>Largest packet of its link in bytes; null leaves it to the transport.</summary>
    public int? Mtu { get; init; }
}
