using Hearth.Forwarding;
using Microsoft.Extensions.Logging;

namespace Hearth.Faces;

/// <summary>
/// All faces of the node: opens and closes them, hands what they receive to the forwarder and what the forwarder sends
/// to them. Lives on the event loop's thread. Logs name faces by id and never by address.
/// </summary>
internal sealed partial class FaceSystem(FaceLimits limits, TimeProvider time, ILogger<FaceSystem> log) : IFaceTransmitter
{
    // The read size that a stream face gets: large enough that a call carries some thirty packets.
    private const int StreamBufferSize = 256 * 1024;

    private readonly long start = time.GetTimestamp();
    private readonly Dictionary<FaceId, Transport> transports = [];
    private readonly PriorityQueue<Transport, TimeSpan> deadlines = new();
    private readonly PriorityQueue<Action, TimeSpan> timers = new();
    private readonly long[] closed = new long[Enum.GetValues<FaceCloseReason>().Length];
    private List<Transport> toFlush = [];
    private List<Transport> flushing = [];
    private Forwarder? forwarder;
    private readonly List<Transport> toClose = [];
    private TimeSpan nextSweep;
    private TimeSpan noRoomBefore;

    /// <summary>Time since the node started; read from the clock once a batch.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Scratch space for the stream face that is reading.</summary>
    public byte[] StreamBuffer { get; } = GC.AllocateUninitializedArray<byte>(StreamBufferSize, pinned: true);

    /// <summary>The memory that faces queue in.</summary>
    public QueueBudget Queues { get; } = new(limits.QueuedBytes);

    /// <summary>Faces that are open.</summary>
    public int Count => transports.Count;

    /// <summary>Most faces at a time.</summary>
    public int Limit => limits.Faces;

    /// <summary>Faces that wait for the rest of a packet.</summary>
    public int Waiting => deadlines.Count;

    /// <summary>When <see cref="At"/> next runs something; null while nothing waits.</summary>
    public TimeSpan? NextTimer => timers.TryPeek(out _, out var when) ? when : null;

    /// <summary>Bytes received over all faces, closed ones included.</summary>
    public long InBytes { get; private set; }

    /// <summary>Bytes sent over all faces, closed ones included.</summary>
    public long OutBytes { get; private set; }

    /// <summary>Packets dropped because a face's queue was full.</summary>
    public long Dropped { get; private set; }

    /// <summary>Faces that were refused because there is no room.</summary>
    public long Refused { get; private set; }

    /// <summary>Faces closed so far for <paramref name="reason"/>.</summary>
    public long ClosedFor(FaceCloseReason reason) => closed[(int)reason];

    /// <summary>Ties the knot: the forwarder sends through this, and this feeds the forwarder.</summary>
    public void Attach(Forwarder served) => forwarder = served;

    /// <summary>Opens the face of the node's own management, which has a number of its own.</summary>
    public void OpenInternal(Transport transport, FaceInfo info)
    {
        transport.Info = info;
        transport.Face = FaceId.Internal;
        forwarder!.AddFace(FaceId.Internal, info, Now);
        transports.Add(FaceId.Internal, transport);
    }

    /// <summary>Opens a face; false when there is no room for it.</summary>
    public bool TryOpen(Transport transport, FaceInfo info)
    {
        if (transports.Count >= limits.Faces && !TryMakeRoom())
        {
            Refused++;
            return false;
        }

        transport.LastActive = Now;
        transport.Info = info;
        transport.Face = forwarder!.AddFace(info, Now, transport.Backlog);
        if (transport.Face.IsNone)
        {
            Refused++;
            return false;
        }

        transports.Add(transport.Face, transport);
        LogOpened(transport.Face, info.LinkType, info.Scope);
        return true;
    }

    /// <summary>Closes a face, if it is open.</summary>
    public void Close(Transport transport, FaceCloseReason reason)
    {
        if (!transports.Remove(transport.Face))
        {
            return;
        }

        closed[(int)reason]++;
        LogClosed(transport.Face, reason);
        forwarder!.RemoveFace(transport.Face, Now);
        transport.Dispose();
        transport.Face = default;
    }

    /// <summary>Closes the face with this id; false when there is none.</summary>
    public bool Close(FaceId face, FaceCloseReason reason)
    {
        if (!transports.TryGetValue(face, out var transport))
        {
            return false;
        }

        Close(transport, reason);
        return true;
    }

    /// <summary>
    /// Closes a face that management asks to be closed; false when there is none. Without the node's own faces the node
    /// would go on and serve nothing, and any program on the machine may ask: those stay.
    /// </summary>
    public bool Destroy(FaceId face) =>
        transports.TryGetValue(face, out var transport) && !IsOwn(transport) && Close(face, FaceCloseReason.Destroyed);

    /// <summary>Takes a packet that a face received; <paramref name="sender"/> tells the peers of a multicast face apart.</summary>
    public void Receive(Transport transport, ReadOnlySpan<byte> wire, ulong sender = 0)
    {
        if (transport.Face.IsNone)
        {
            return;
        }

        transport.LastActive = Now;
        InBytes += wire.Length;
        forwarder!.Receive(transport.Face, wire, Now, sender);
    }

    /// <inheritdoc/>
    public void Transmit(FaceId face, ReadOnlySpan<byte> packet)
    {
        if (transports.TryGetValue(face, out var transport))
        {
            transport.LastActive = Now;
            OutBytes += packet.Length;
            transport.Send(packet);
        }
    }

    /// <summary>Counts a packet that found its face's queue full.</summary>
    public void CountDrop(Transport transport)
    {
        Dropped++;
        transport.Dropped++;
    }

    /// <summary>Puts a transport on the list of those to flush when the batch is over.</summary>
    public void FlushLater(Transport transport) => toFlush.Add(transport);

    /// <summary>Runs something once a moment has come. Each dialled connection has one such moment at a time.</summary>
    public void At(TimeSpan when, Action action) => timers.Enqueue(action, when);

    /// <summary>Does not run it after all.</summary>
    public void Forget(Action action) => timers.Remove(action, out _, out _);

    /// <summary>The face that was dialled to <paramref name="uri"/>; null when there is none.</summary>
    public Transport? FindDialled(string uri) => transports.Values.FirstOrDefault(transport =>
        transport.Info is { Persistency: not FacePersistency.OnDemand } info && info.Uri == uri);

    /// <summary>Lets a face live shorter or longer; false for one that is not there, or cannot.</summary>
    public bool TrySetPersistency(FaceId id, FacePersistency persistency)
    {
        if (!transports.TryGetValue(id, out var transport) || !transport.CanBe(persistency) || !forwarder!.Faces.TryGet(id, out var face))
        {
            return false;
        }

        face.Info = transport.Info = face.Info with { Persistency = persistency };

        // Only a permanent face is there without its connection.
        if (!face.IsUp && persistency != FacePersistency.Permanent)
        {
            Close(transport, FaceCloseReason.PeerGone);
        }

        return true;
    }

    /// <summary>When a face is closed unless something comes or goes; null where it is not for that.</summary>
    public TimeSpan? ExpiryOf(FaceId face) =>
        transports.TryGetValue(face, out var transport) && IsOnDemand(transport) ? transport.LastActive + limits.IdleTimeout : null;

    /// <summary>Notes that a face has lost its connection and looks for another.</summary>
    public void SetDown(Transport transport)
    {
        LogDown(transport.Face);
        forwarder!.SetUp(transport.Face, isUp: false, Now);
    }

    /// <summary>Notes that a face has a connection again, which starts elsewhere than the one before.</summary>
    public void SetUp(Transport transport, string localUri)
    {
        if (forwarder!.Faces.TryGet(transport.Face, out var face))
        {
            face.Info = transport.Info = face.Info with { LocalUri = localUri };
            LogUp(transport.Face);
            forwarder.SetUp(transport.Face, isUp: true, Now);
        }
    }

    /// <summary>Notes that a transport has a deadline now. One that is noted already is looked at again when that has passed.</summary>
    public void Schedule(Transport transport)
    {
        if (!transport.Scheduled && transport.Deadline is { } deadline)
        {
            transport.Scheduled = true;
            deadlines.Enqueue(transport, deadline);
        }
    }

    /// <summary>
    /// Ends a batch: sends what is queued, lets deadlines pass, and returns how long the loop may sleep.
    /// </summary>
    public TimeSpan? EndBatch()
    {
        ReadClock();
        if (forwarder!.NextDeadline is { } due && due <= Now)
        {
            forwarder.Expire(Now);
        }

        PassDeadlines();
        FlushAll();
        ReadClock();
        var next = forwarder.NextDeadline;
        next = Earlier(next, deadlines.TryPeek(out _, out var first) ? first : null);
        next = Earlier(next, NextTimer);
        next = Earlier(next, transports.Count > 0 ? nextSweep : null);
        return next is { } at ? (at > Now ? at - Now : TimeSpan.Zero) : null;
    }

    /// <summary>Closes all faces.</summary>
    public void CloseAll()
    {
        FlushAll();
        foreach (var transport in transports.Values.ToArray())
        {
            Close(transport, FaceCloseReason.Shutdown);
        }
    }

    /// <summary>Reads the clock; what happens until the next reading happens at <see cref="Now"/>.</summary>
    public void ReadClock() => Now = time.GetElapsedTime(start);

    private static TimeSpan? Earlier(TimeSpan? left, TimeSpan? right) =>
        left is null || right < left ? right : left;

    private void FlushAll()
    {
        // Flushing an internal face lets its owner answer, which fills the list again.
        while (toFlush.Count > 0)
        {
            (toFlush, flushing) = (flushing, toFlush);
            foreach (var transport in flushing)
            {
                transport.Flush();
            }

            flushing.Clear();
        }
    }

    private void PassDeadlines()
    {
        while (timers.TryPeek(out var action, out var when) && when <= Now)
        {
            timers.Dequeue();
            action();
        }

        while (deadlines.TryPeek(out var transport, out var at) && at <= Now)
        {
            deadlines.Dequeue();
            transport.Scheduled = false;
            if (!transport.Face.IsNone && transport.Deadline is { } deadline)
            {
                if (deadline <= Now)
                {
                    transport.OnDeadline(Now);
                }
                else
                {
                    Schedule(transport);
                }
            }
        }

        if (Now >= nextSweep)
        {
            nextSweep = Now + limits.SweepInterval;
            foreach (var transport in transports.Values)
            {
                if (IsOnDemand(transport) && Now - transport.LastActive > limits.IdleTimeout)
                {
                    toClose.Add(transport);
                }
            }

            toClose.ForEach(transport => Close(transport, FaceCloseReason.Idle));
            toClose.Clear();
        }
    }

    private static bool IsOwn(Transport transport) => transport is InternalTransport or WorkerTransport;

    private static bool IsOnDemand(Transport transport) =>
        transport.Info is { Persistency: FacePersistency.OnDemand, Scope: FaceScope.NonLocal };

    // The on-demand face that was idle the longest gives way, if it was idle long enough to have been forgotten. A
    // search that found none is not repeated before it could: strangers' datagrams must not cost a search each.
    private bool TryMakeRoom()
    {
        if (Now < noRoomBefore)
        {
            return false;
        }

        Transport? oldest = null;
        foreach (var transport in transports.Values)
        {
            if (IsOnDemand(transport) && (oldest is null || transport.LastActive < oldest.LastActive))
            {
                oldest = transport;
            }
        }

        noRoomBefore = (oldest?.LastActive ?? Now) + limits.GiveWayAfter;
        if (oldest is null || Now < noRoomBefore)
        {
            return false;
        }

        Close(oldest, FaceCloseReason.GaveWay);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "face {Face} opened ({LinkType}, {Scope})")]
    private partial void LogOpened(FaceId face, LinkType linkType, FaceScope scope);

    [LoggerMessage(Level = LogLevel.Information, Message = "face {Face} has lost its connection, and dials again")]
    private partial void LogDown(FaceId face);

    [LoggerMessage(Level = LogLevel.Information, Message = "face {Face} is connected again")]
    private partial void LogUp(FaceId face);

    [LoggerMessage(Level = LogLevel.Debug, Message = "face {Face} closed: {Reason}")]
    private partial void LogClosed(FaceId face, FaceCloseReason reason);
}
