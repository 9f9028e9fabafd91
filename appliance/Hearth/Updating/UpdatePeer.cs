using Hearth.Forwarding;

namespace Hearth.Updating;

/// <summary>One who may be asked for updates.</summary>
/// <param name="Face">The face that leads there.</param>
/// <param name="Reach">How far away it is.</param>
internal sealed record UpdatePeer(FaceId Face, FaceReach Reach);
