using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Linux;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Tlv;

namespace Hearth.Faces;

/// <summary>
/// A TCP or Unix stream: packets follow one another without framing of their own. An idle one holds no buffer, so that
/// ten thousand of them cost little.
/// </summary>
internal sealed unsafe class StreamTransport : Transport, IReady
{
    /// <summary>What may wait for a peer that does not read, in bytes; what comes on top is dropped and counted.</summary>
    public const int MaxQueueSize = 1 << 20;

    /// <summary>How long the rest of a packet may take. A peer that dribbles bytes holds its buffer no longer.</summary>
    public static readonly TimeSpan PartialPacketTimeout = TimeSpan.FromSeconds(10);

    // A packet with link headers; longer elements end the connection, as nothing behind them can be trusted.
    private const int MaxElementSize = IncomingDatagrams.DatagramSize;

    private readonly EventLoop loop;
    private readonly IPEndPoint? dialled;
    private readonly Redial? redial;
    private Socket socket;
    private int descriptor;
    private int slot;
    private byte[] partial = [];
    private int partialSize;
    private TimeSpan partialSince;
    private byte[] queue = [];
    private int queueStart;
    private int queueEnd;
    private long everQueued;
    private bool watchingWrites;
    private bool isConnected;

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="faces">The faces that this one belongs to.</param>
    /// <param name="loop">Their loop.</param>
    /// <param name="socket">The connection.</param>
    /// <param name="dialled">Whom it was made to, who can be dialled again; null where the peer came by itself.</param>
    /// <exception cref="SocketException">The connection is gone already.</exception>
    /// <exception cref="IOException">The kernel has no room for it.</exception>
    public StreamTransport(FaceSystem faces, EventLoop loop, Socket socket, IPEndPoint? dialled = null)
        : base(faces)
    {
        this.loop = loop;
        this.dialled = dialled;
        redial = dialled is null ? null : new Redial(faces, loop, dialled, TryReconnect);
        Connect(socket);
    }

    /// <inheritdoc/>
    public override SendBacklog Backlog { get; } = new();

    /// <inheritdoc/>
    public override TimeSpan? Deadline => partialSize > 0 ? partialSince + PartialPacketTimeout : null;

    /// <inheritdoc/>
    public override void OnDeadline(TimeSpan now) => Lose(FaceCloseReason.PartialPacketTimeout);

    /// <inheritdoc/>
    public override bool CanBe(FacePersistency persistency) => persistency == FacePersistency.Permanent
        ? dialled is not null
        : socket.ProtocolType == ProtocolType.Tcp || base.CanBe(persistency);

    /// <inheritdoc/>
    public void OnReady(bool readable, bool writable)
    {
        if (writable)
        {
            FlushQueue();
        }

        if (readable && isConnected)
        {
            Receive();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        redial?.Dispose();
        Disconnect();
    }

    /// <inheritdoc/>
    protected override void Enqueue(ReadOnlySpan<byte> packet)
    {
        if (!isConnected || queueEnd - queueStart + packet.Length > MaxQueueSize || !TryMakeRoom(packet.Length))
        {
            Faces.CountDrop(this);
            return;
        }

        packet.CopyTo(queue.AsSpan(queueEnd));
        queueEnd += packet.Length;
        everQueued += packet.Length;
    }

    /// <inheritdoc/>
    protected override void FlushQueue()
    {
        while (queueStart < queueEnd && isConnected)
        {
            nint sent;
            fixed (byte* first = queue)
            {
                sent = LibC.Send(descriptor, first + queueStart, queueEnd - queueStart, LibC.DontWait | LibC.NoSignal);
            }

            if (sent >= 0)
            {
                queueStart += (int)sent;
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case LibC.Interrupted:
                    continue;
                case LibC.TryAgain:
                    WatchWrites(true);
                    Backlog.Report(everQueued, queueEnd - queueStart, Faces.Now);
                    return;
                default:
                    Lose(FaceCloseReason.PeerGone);
                    return;
            }
        }

        if (isConnected)
        {
            WatchWrites(false);
            Backlog.Report(everQueued, 0, Faces.Now);
            ReturnBuffer(ref queue);
            (queueStart, queueEnd) = (0, 0);
        }
    }

    [MemberNotNull(nameof(socket))]
    private void Connect(Socket connected)
    {
        socket = connected;
        socket.Blocking = false;
        if (socket.ProtocolType == ProtocolType.Tcp)
        {
            socket.NoDelay = true;
        }

        descriptor = (int)socket.Handle;
        slot = loop.Add(descriptor, this);
        (isConnected, watchingWrites) = (true, false);
    }

    private void Disconnect()
    {
        if (isConnected)
        {
            isConnected = false;
            loop.Remove(slot, descriptor);
            socket.Dispose();
            ReturnBuffer(ref partial);
            ReturnBuffer(ref queue);
            (partialSize, queueStart, queueEnd) = (0, 0, 0);
            Backlog.Report(everQueued, 0, Faces.Now);
        }
    }

    // The connection is over. So is the face, unless it is permanent: then there is somebody to dial.
    private void Lose(FaceCloseReason reason)
    {
        if (Info?.Persistency != FacePersistency.Permanent || redial is null)
        {
            Faces.Close(this, reason);
            return;
        }

        Disconnect();
        Faces.SetDown(this);
        redial.Begin();
    }

    private bool TryReconnect(Socket connected)
    {
        try
        {
            var local = FaceUri.Of("tcp", (IPEndPoint)connected.LocalEndPoint!).ToString();
            Connect(connected);
            Faces.SetUp(this, local);
            return true;
        }
        catch (Exception refusal) when (refusal is SocketException or IOException)
        {
            // The peer left at once, or the kernel has no room.
            return false;
        }
    }

    private void Receive()
    {
        var scratch = Faces.StreamBuffer;
        partial.AsSpan(0, partialSize).CopyTo(scratch);
        nint received;
        fixed (byte* first = scratch)
        {
            received = LibC.Receive(descriptor, first + partialSize, scratch.Length - partialSize, LibC.DontWait);
        }

        if (received > 0)
        {
            Consume(scratch.AsSpan(0, partialSize + (int)received));
        }
        else if (received == 0 || Marshal.GetLastPInvokeError() is not (LibC.TryAgain or LibC.Interrupted))
        {
            Lose(FaceCloseReason.PeerGone);
        }
    }

    private void Consume(ReadOnlySpan<byte> bytes)
    {
        var hadPartial = partialSize > 0;
        var progressed = false;
        while (!bytes.IsEmpty)
        {
            var error = TlvReader.TryReadHeader(bytes, out var type, out var length, out var headerSize);
            if (error == ParseError.Truncated)
            {
                break;
            }

            // Not a packet stream: a web browser that was lured here, for example. Nothing more is read.
            if (error != ParseError.None || type is not (TlvType.Interest or TlvType.Data or TlvType.LpPacket)
                || length > (ulong)(MaxElementSize - headerSize))
            {
                Lose(FaceCloseReason.NotPackets);
                return;
            }

            var size = headerSize + (int)length;
            if (bytes.Length < size)
            {
                break;
            }

            Faces.Receive(this, bytes[..size]);
            if (!isConnected)
            {
                return;
            }

            bytes = bytes[size..];
            progressed = true;
        }

        if (progressed)
        {
            redial?.Reset();
        }

        KeepPartial(bytes, continues: hadPartial && !progressed);
    }

    private void KeepPartial(ReadOnlySpan<byte> rest, bool continues)
    {
        if (rest.IsEmpty)
        {
            ReturnBuffer(ref partial);
            partialSize = 0;
            return;
        }

        if (partial.Length < rest.Length && !TryGrow(ref partial, rest.Length))
        {
            Lose(FaceCloseReason.NoMemory);
            return;
        }

        rest.CopyTo(partial);
        partialSize = rest.Length;
        if (!continues)
        {
            partialSince = Faces.Now;
            Faces.Schedule(this);
        }
    }

    private bool TryMakeRoom(int size)
    {
        var waiting = queueEnd - queueStart;
        if (queue.Length - queueEnd >= size)
        {
            return true;
        }

        // Moved only when at least as much has left as is moved, so that a byte moves about once.
        if (queueStart < waiting || queue.Length - waiting < size)
        {
            return TryGrow(ref queue, Math.Max(queueEnd + size, Math.Min(2 * queue.Length, 2 * MaxQueueSize)));
        }

        queue.AsSpan(queueStart, waiting).CopyTo(queue);
        (queueStart, queueEnd) = (0, waiting);
        return true;
    }

    // Buffers come in powers of two; what they take counts, not what was asked for.
    private bool TryGrow(ref byte[] buffer, int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        if (!Faces.Queues.TryTake(larger.Length - buffer.Length, queue.Length + partial.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        buffer.CopyTo(larger, 0);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        buffer = larger;
        return true;
    }

    private void WatchWrites(bool watch)
    {
        if (watchingWrites != watch)
        {
            watchingWrites = watch;
            loop.WatchWriting(slot, descriptor, watch);
        }
    }

    private void ReturnBuffer(ref byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            Faces.Queues.Return(buffer.Length);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }
    }
}
