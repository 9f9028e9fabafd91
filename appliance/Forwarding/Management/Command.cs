namespace Hearth.Forwarding.Management;

/// <summary>A command that is to be carried out: allowed, and its parameters checked.</summary>
/// <param name="Parameters">What it asks.</param>
/// <param name="Incoming">The face that it came from.</param>
/// <param name="Now">Monotonic time.</param>
/// <param name="WallClock">The wall clock.</param>
/// <param name="Answer">Answers later, for a command that answered null at first.</param>
internal sealed record Command(
    ControlParameters Parameters, FaceId Incoming, TimeSpan Now, DateTimeOffset WallClock, Action<ControlResponse> Answer)
{
    /// <summary>The face that the command is about: the one it came from unless it names another.</summary>
    public FaceId Face => Parameters.FaceId switch
    {
        null or 0 => Incoming,
        <= uint.MaxValue and var id => new FaceId((uint)id),
        // No face has such a number: it is not found, as any that is gone.
        _ => default,
    };
}
