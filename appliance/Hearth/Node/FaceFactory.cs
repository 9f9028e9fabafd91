using System.Net;
using System.Net.Sockets;
using Hearth.Faces;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Linux;

namespace Hearth.Node;

/// <summary>Opens and closes faces for management.</summary>
internal sealed class FaceFactory(FaceSystem faces, EventLoop loop, Func<NetworkListeners?> network, Func<StreamListener?> local) : IFaceSystem
{
    /// <inheritdoc/>
    public IEnumerable<FaceUri> Channels
    {
        get
        {
            var channels = new List<FaceUri>();
            foreach (var channel in network()?.Channels ?? [])
            {
                channels.Add(FaceUri.Of("udp", channel.Local));
            }

            foreach (var listener in network()?.TcpListeners ?? [])
            {
                channels.Add(FaceUri.Of("tcp", (IPEndPoint)listener.Local));
            }

            if (local() is { } socket)
            {
                channels.Add(FaceUri.OfUnix(socket.Local.ToString()!));
            }

            return channels;
        }
    }

    /// <inheritdoc/>
    public void Create(FaceCreation creation, Action<FaceCreationResult> completed)
    {
        var remote = creation.Remote.Address is { } address && creation.Remote.Port is { } port ? new IPEndPoint(address, port) : null;
        switch (creation.Remote.Scheme)
        {
            case "udp4" or "udp6" when remote is not null && !creation.Remote.IsMulticast:
                completed(CreateUdp(remote, creation));
                break;
            case "tcp4" or "tcp6" when remote is not null:
                CreateTcp(remote, creation, completed);
                break;
            default:
                completed(FaceCreationResult.Failed(FaceCreationStatus.Unsupported, $"no face can be made to {creation.Remote}"));
                break;
        }
    }

    /// <inheritdoc/>
    public void Destroy(FaceId face, TimeSpan now) => faces.Destroy(face);

    /// <inheritdoc/>
    public bool TrySetPersistency(FaceId face, FacePersistency persistency, TimeSpan now) =>
        faces.TrySetPersistency(face, persistency);

    /// <inheritdoc/>
    public TimeSpan? ExpiryOf(FaceId face) => faces.ExpiryOf(face);

    private FaceCreationResult CreateUdp(IPEndPoint remote, FaceCreation creation)
    {
        var channel = network()?.Channels.FirstOrDefault(candidate => candidate.Local.AddressFamily == remote.AddressFamily);
        if (channel is null)
        {
            return FaceCreationResult.Failed(FaceCreationStatus.Unsupported, $"this node has no socket for {creation.Remote.Scheme}");
        }

        if (channel.Find(remote) is { } existing)
        {
            return FaceCreationResult.Exists(existing.Face);
        }

        return channel.Open(remote, creation.Persistency, creation.Mtu) is { } opened
            ? FaceCreationResult.Created(opened.Face)
            : FaceCreationResult.Failed(FaceCreationStatus.Full, "there are as many faces as there may be");
    }

    private void CreateTcp(IPEndPoint remote, FaceCreation creation, Action<FaceCreationResult> completed)
    {
        if (faces.FindDialled(creation.Remote.ToString()) is { } existing)
        {
            completed(FaceCreationResult.Exists(existing.Face));
            return;
        }

        try
        {
            _ = new TcpDial(faces, loop, remote, (socket, error) => completed(
                socket is null ? Failed(creation.Remote, error) : OpenTcp(socket, remote, creation)));
        }
        catch (Exception refusal) when (refusal is SocketException or IOException)
        {
            completed(NotMade(creation.Remote, refusal));
        }
    }

    private FaceCreationResult OpenTcp(Socket socket, IPEndPoint remote, FaceCreation creation)
    {
        try
        {
            var info = StreamListener.DescribeTcp(remote, (IPEndPoint)socket.LocalEndPoint!, creation.Persistency);
            var transport = new StreamTransport(faces, loop, socket, remote);
            if (faces.TryOpen(transport, info))
            {
                return FaceCreationResult.Created(transport.Face);
            }

            transport.Dispose();
            return FaceCreationResult.Failed(FaceCreationStatus.Full, "there are as many faces as there may be");
        }
        catch (Exception refusal) when (refusal is SocketException or IOException)
        {
            // The peer left at once, or the kernel has no room.
            socket.Dispose();
            return NotMade(creation.Remote, refusal);
        }
    }

    private static FaceCreationResult NotMade(FaceUri remote, Exception refusal) =>
        FaceCreationResult.Failed(FaceCreationStatus.Unreachable, $"no face can be made to {remote} ({refusal.Message})");

    private static FaceCreationResult Failed(FaceUri remote, SocketError error) => error == SocketError.TimedOut
        ? FaceCreationResult.Failed(FaceCreationStatus.TimedOut, $"{remote} did not answer")
        : FaceCreationResult.Failed(FaceCreationStatus.Unreachable, $"{remote} cannot be reached ({error})");
}
