namespace Hearth.Forwarding.Management;

/// <summary>The shell's sockets, as far as management opens and closes them. Called on the forwarder's thread.</summary>
public interface IFaceSystem
{
    /// <summary>Where the node listens, for <c>faces/channels</c>.</summary>
    IEnumerable<FaceUri> Channels { get; }

    /// <summary>
    /// Makes a face to <see cref="FaceCreation.Remote"/>, which is canonical, and adds it to the forwarder, or finds the
    /// one that is there. <paramref name="completed"/> is called exactly once, on the forwarder's thread: before this
    /// returns (UDP) or when the connection stands or has failed (TCP).
    /// </summary>
    void Create(FaceCreation creation, Action<FaceCreationResult> completed);

    /// <summary>Closes the socket of a face and removes the face from the forwarder. The face is there.</summary>
    void Destroy(FaceId face, TimeSpan now);

    /// <summary>
    /// Lets a face live shorter or longer, and sets <see cref="FaceInfo.Persistency"/>; false where its transport cannot.
    /// </summary>
    bool TrySetPersistency(FaceId face, FacePersistency persistency, TimeSpan now);

    /// <summary>When a face ends unless it is used, on the same clock as <c>now</c>; null for never.</summary>
    TimeSpan? ExpiryOf(FaceId face);
}
