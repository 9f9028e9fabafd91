using System.Net;
using Hearth.Forwarding;
using Hearth.Identity;

namespace Hearth.Discovery;

/// <summary>What is to be done about neighbours.</summary>
internal abstract record NeighbourAction
{
    private NeighbourAction()
    {
    }

    /// <summary>Have a face to it; <see cref="Neighbours.Dialled"/> takes the face.</summary>
    public sealed record Dial(int Neighbour, IPEndPoint Remote) : NeighbourAction;

    /// <summary>Its face is needed no longer.</summary>
    public sealed record HangUp(FaceId Face) : NeighbourAction;

    /// <summary>Ask it to prove whose it is; <see cref="Neighbours.Answered"/> takes what comes of it.</summary>
    public sealed record Challenge(int Neighbour, int Attempt, FaceId Face, Username Claimed) : NeighbourAction;

    /// <summary>Route the namespace over its face.</summary>
    public sealed record Route(FaceId Face, Username Claimed) : NeighbourAction;

    /// <summary>Route it there no longer.</summary>
    public sealed record Unroute(FaceId Face, Username Claimed) : NeighbourAction;
}
