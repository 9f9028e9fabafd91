using System.Net;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Protocol.Link;

namespace Hearth.Faces;

/// <summary>One UDP peer.</summary>
internal sealed class UdpTransport(FaceSystem faces, UdpChannel channel, SocketAddressKey remote) : Transport(faces)
{
    /// <summary>The face's properties.</summary>
    public static FaceInfo Describe(IPEndPoint remote, IPEndPoint local, FacePersistency persistency, int? mtu = null) =>
        new(FaceUri.Of("udp", remote).ToString(), FaceUri.Of("udp", local).ToString())
        {
            Scope = FaceScope.NonLocal,
            Persistency = persistency,
            LinkType = LinkType.PointToPoint,
            IsAtHome = HomeNetwork.Includes(remote.Address),
            Mtu = mtu ?? PathMtu.Of(remote.Address),
        };

    /// <inheritdoc/>
    public override SendBacklog Backlog => channel.Backlog;

    /// <inheritdoc/>
    public override bool CanBe(FacePersistency persistency) => true;

    /// <inheritdoc/>
    public override void Dispose() => channel.Forget(remote);

    /// <inheritdoc/>
    protected override void Enqueue(ReadOnlySpan<byte> packet) => channel.Send(remote, packet);

    /// <inheritdoc/>
    protected override void FlushQueue() => channel.Flush();
}
