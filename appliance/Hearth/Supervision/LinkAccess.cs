using Hearth.Linux;

namespace Hearth.Supervision;

/// <summary>Who may connect to the supervisor. On a device each process has a user of its own; on a laptop all have the same.</summary>
/// <param name="NodeUser">The node's user id; null where any process of the supervisor's own user may connect, in any role.</param>
/// <param name="UpdaterUser">The updater's user id; null where no updater may connect.</param>
/// <param name="Group">The socket's group id; null for its folder's.</param>
internal sealed record LinkAccess(uint? NodeUser = null, uint? UpdaterUser = null, uint? Group = null)
{
    /// <summary>The socket's mode: the group may connect where the users are several.</summary>
    public UnixFileMode Mode => IsOpenToGroup ? SocketFile.OfGroup : SocketFile.OfUser;

    private bool IsOpenToGroup => (NodeUser ?? UpdaterUser) is not null;

    /// <summary>Whether a process may connect.</summary>
    /// <param name="peer">The process.</param>
    /// <param name="only">The one role that it may have; null for any.</param>
    public bool Admits(PeerCredentials peer, out ChildRole? only)
    {
        only = peer.UserId == NodeUser ? ChildRole.Node
            : peer.UserId == UpdaterUser ? ChildRole.Updater
            : null;
        return only is not null || (!IsOpenToGroup && peer.IsSameUser);
    }
}
