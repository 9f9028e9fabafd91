using Hearth.Forwarding;
using Hearth.Protocol.Link;

namespace Hearth.Faces;

/// <summary>
/// What carries one face's packets. Lives on the event loop's thread. <see cref="Send"/> only queues;
/// <see cref="FaceSystem"/> calls <see cref="Flush"/> once a batch, so that many packets share a system call.
/// </summary>
internal abstract class Transport(FaceSystem faces) : IDisposable
{
    private bool dirty;

    /// <summary>The face; 0 until it is opened and after it is closed.</summary>
    public FaceId Face { get; set; }

    /// <summary>What the face is; null until it is opened.</summary>
    public FaceInfo? Info { get; set; }

    /// <summary>Packets that found the queue full.</summary>
    public long Dropped { get; set; }

    /// <summary>When a packet last went in or out; what on-demand faces expire by.</summary>
    public TimeSpan LastActive { get; set; }

    /// <summary>What waits because the system takes no more at the moment; null where that cannot be told.</summary>
    public virtual SendBacklog? Backlog => null;

    /// <summary>Whether <see cref="FaceSystem"/> has a deadline of this one noted; it keeps one at most.</summary>
    public bool Scheduled { get; set; }

    /// <summary>The faces that this one belongs to.</summary>
    protected FaceSystem Faces { get; } = faces;

    /// <summary>Whether the face can live so long; by itself, only as it does.</summary>
    public virtual bool CanBe(FacePersistency persistency) => Info?.Persistency == persistency;

    /// <summary>Queues a packet; the span is the caller's and is copied.</summary>
    public void Send(ReadOnlySpan<byte> packet)
    {
        Enqueue(packet);
        if (!dirty)
        {
            dirty = true;
            Faces.FlushLater(this);
        }
    }

    /// <summary>Hands what was queued to the system.</summary>
    public void Flush()
    {
        dirty = false;
        FlushQueue();
    }

    /// <summary>When this transport wants <see cref="OnDeadline"/> called; null for never.</summary>
    public virtual TimeSpan? Deadline => null;

    /// <summary>Called once <see cref="Deadline"/> has passed.</summary>
    public virtual void OnDeadline(TimeSpan now)
    {
    }

    /// <summary>Releases the descriptor. Called once, by whoever closes the face.</summary>
    public abstract void Dispose();

    /// <summary>Copies the packet into the queue, or drops and counts it when the queue is full.</summary>
    protected abstract void Enqueue(ReadOnlySpan<byte> packet);

    /// <summary>Sends the queue.</summary>
    protected abstract void FlushQueue();
}
