using Hearth.Forwarding;
using Hearth.Protocol;

namespace Hearth.Updating;

/// <summary>Those who may be asked for updates by name, each by the face that leads there.</summary>
internal interface IUpdatePeers
{
    /// <summary>All of them, the nearest first.</summary>
    Task<IReadOnlyList<UpdatePeer>> ListAsync();

    /// <summary>Has one of them asked for what is below a name, and nobody else.</summary>
    /// <returns>False where that cannot be arranged.</returns>
    Task<bool> AskOnlyAsync(Name name, FaceId peer);

    /// <summary>Ends that.</summary>
    Task AskAnyAsync(Name name, FaceId peer);

    /// <summary>Has the node's cache forget what is below a name.</summary>
    Task ForgetAsync(Name name);
}
