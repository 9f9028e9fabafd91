using Hearth.Forwarding;

namespace Hearth.Faces;

/// <summary>
/// A face to a part of the node itself, such as management. Packets wait until the batch is over: the forwarder is
/// never called from within itself.
/// </summary>
internal sealed class InternalTransport(FaceSystem faces, PacketHandler handler) : Transport(faces)
{
    private byte[] queue = new byte[64 * 1024];
    private byte[] delivering = new byte[64 * 1024];
    private int queued;

    /// <summary>The face's properties.</summary>
    public static FaceInfo Describe(string name) => new($"internal://{name}", $"internal://{name}")
    {
        Scope = FaceScope.Local,
        Persistency = FacePersistency.Permanent,
        LinkType = LinkType.PointToPoint,
    };

    /// <inheritdoc/>
    public override void Dispose()
    {
    }

    /// <inheritdoc/>
    protected override void Enqueue(ReadOnlySpan<byte> packet)
    {
        if (queued + packet.Length + sizeof(int) > queue.Length)
        {
            Faces.CountDrop(this);
            return;
        }

        BitConverter.TryWriteBytes(queue.AsSpan(queued), packet.Length);
        packet.CopyTo(queue.AsSpan(queued + sizeof(int)));
        queued += sizeof(int) + packet.Length;
    }

    /// <inheritdoc/>
    protected override void FlushQueue()
    {
        // What the handler sends may come back here at once: it goes into the other buffer, for the next flush.
        (queue, delivering) = (delivering, queue);
        ReadOnlySpan<byte> rest = delivering.AsSpan(0, queued);
        queued = 0;
        while (!rest.IsEmpty)
        {
            var size = BitConverter.ToInt32(rest);
            handler(rest.Slice(sizeof(int), size));
            rest = rest[(sizeof(int) + size)..];
        }
    }
}
