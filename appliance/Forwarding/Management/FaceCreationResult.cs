namespace Hearth.Forwarding.Management;

/// <summary>How making a face went.</summary>
/// <param name="Status">In short.</param>
/// <param name="Face">The face, made or found; none when it failed.</param>
/// <param name="Reason">What failed, in a few words; empty when nothing did.</param>
public readonly record struct FaceCreationResult(FaceCreationStatus Status, FaceId Face, string Reason)
{
    /// <summary>It was made.</summary>
    public static FaceCreationResult Created(FaceId face) => new(FaceCreationStatus.Created, face, "");

    /// <summary>There was one to that place already.</summary>
    public static FaceCreationResult Exists(FaceId face) => new(FaceCreationStatus.Exists, face, "");

    /// <summary>It was not made.</summary>
    public static FaceCreationResult Failed(FaceCreationStatus status, string reason) => new(status, default, reason);
}
