using System.Buffers;
using System.Collections.Concurrent;
using Hearth.Linux;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Microsoft.Extensions.Logging;

namespace Hearth.Faces;

/// <summary>
/// A face to a part of the node that may wait for a disk. Interests go to a thread of its own through a bounded queue,
/// answers come back through another; the event loop never waits.
/// </summary>
internal sealed partial class WorkerTransport : Transport
{
    /// <summary>Interests that may wait: a window of several readers. What comes on top is dropped and the consumers slow down.</summary>
    public const int QueuedInterests = 1024;

    private readonly EventLoop loop;
    private readonly InterestHandler handler;
    private readonly WorkQueue<ArraySegment<byte>> interests = new(QueuedInterests);
    private readonly ConcurrentQueue<ArraySegment<byte>> answers = new();
    private readonly Thread thread;
    private readonly ILogger log;

    /// <summary>Starts the thread.</summary>
    public WorkerTransport(FaceSystem faces, EventLoop loop, string name, InterestHandler handler, ILogger log)
        : base(faces)
    {
        this.loop = loop;
        this.handler = handler;
        this.log = log;
        thread = new Thread(Work) { Name = name, IsBackground = true };
        thread.Start();
    }

    /// <summary>Interests that wait.</summary>
    public int Waiting => interests.Count;

    /// <summary>Hands the answers that are ready to the forwarder; on the loop's thread, once a batch.</summary>
    public void DeliverAnswers()
    {
        while (answers.TryDequeue(out var answer))
        {
            Faces.Receive(this, answer);
            ArrayPool<byte>.Shared.Return(answer.Array!);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        interests.Close();

        // Nobody hears these answers any more.
        while (interests.TryTake(out var unanswered))
        {
            ArrayPool<byte>.Shared.Return(unanswered.Array!);
        }

        thread.Join();
    }

    /// <inheritdoc/>
    protected override void Enqueue(ReadOnlySpan<byte> packet)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(packet.Length);
        packet.CopyTo(buffer);
        if (!interests.TryAdd(new ArraySegment<byte>(buffer, 0, packet.Length)))
        {
            ArrayPool<byte>.Shared.Return(buffer);
            Faces.CountDrop(this);
        }
    }

    /// <inheritdoc/>
    protected override void FlushQueue()
    {
    }

    private void Work()
    {
        while (interests.TryTake(out var packet))
        {
            var answer = ArrayPool<byte>.Shared.Rent(PacketLimits.MaxPacketSize);
            var size = Answer(packet, answer);
            ArrayPool<byte>.Shared.Return(packet.Array!);
            if (size > 0)
            {
                answers.Enqueue(new ArraySegment<byte>(answer, 0, size));
                loop.Wake();
            }
            else
            {
                ArrayPool<byte>.Shared.Return(answer);
            }
        }
    }

    private int Answer(ReadOnlySpan<byte> packet, Span<byte> answer)
    {
        if (!LpPacket.TryRead(packet, out var link, out _) || !Interest.TryRead(link.Fragment, out var interest, out _))
        {
            return 0;
        }

        try
        {
            return handler(interest, answer);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // A bad sector, a row that rotted or a file that went away costs this one answer, not the node.
            LogFailed(thread.Name!, failure.Message);
            return 0;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Worker} could not answer: {Failure}")]
    private partial void LogFailed(string worker, string failure);
}
