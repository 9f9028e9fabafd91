using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Hearth.Linux;

/// <summary>
/// One thread that waits for descriptors by epoll. Everything registered here runs on that thread, so what it touches
/// needs no locks; other threads hand work over with <see cref="Post"/>.
/// </summary>
internal sealed unsafe class EventLoop : IDisposable
{
    // What browsers may have sent (64 MiB in buffers of 16 KiB), and as much of everything else.
    private const int MostPosted = 8192;

    private const int EventsPerWait = 128;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int EventDataOffset = EventSize - 8;

    // Set on threads that run a loop.
    [ThreadStatic]
    private static bool IsLoop;

    private readonly int mostPosted;
    private readonly int epoll;
    private readonly int wake;
    private readonly byte[] events = GC.AllocateArray<byte>(EventsPerWait * 16, pinned: true);
    private readonly Queue<Action> posted = new();
    private readonly List<IReady?> handlers = [null];
    private readonly Stack<int> freeSlots = new();
    private readonly List<int> removedSlots = [];
    private int wakePending;
    private long delayed;
    private bool stopping;
    private bool ended;

    /// <summary>Makes a loop that does not run yet.</summary>
    /// <param name="mostPosted">Most pieces of work that wait; who brings more waits as well.</param>
    /// <exception cref="IOException">The kernel gave no descriptor.</exception>
    public EventLoop(int mostPosted = MostPosted)
    {
        this.mostPosted = mostPosted;
        epoll = Checked(LibC.EpollCreate(LibC.CloseOnExec));
        wake = Checked(LibC.EventFd(0, LibC.CloseOnExec | LibC.NonBlocking));
        Control(LibC.ControlAdd, wake, LibC.PollIn, 0);
    }

    /// <summary>What the loop does when it wakes, before it calls any handler.</summary>
    public Action? BeforeBatch { get; set; }

    /// <summary>What the loop does after each batch of events; returns how long it may sleep, null for ever.</summary>
    public Func<TimeSpan?>? AfterBatch { get; set; }

    /// <summary>Watches a descriptor for reading.</summary>
    /// <param name="descriptor">What to watch.</param>
    /// <param name="handler">Is called when there is something to read.</param>
    /// <param name="edgeTriggered">Call it once for what comes, for a handler that leaves the reading to others.</param>
    /// <returns>The slot that <see cref="WatchWriting"/> and <see cref="Remove"/> take.</returns>
    /// <exception cref="IOException">The kernel has no room for it.</exception>
    public int Add(int descriptor, IReady handler, bool edgeTriggered = false)
    {
        if (!freeSlots.TryPop(out var slot))
        {
            slot = handlers.Count;
            handlers.Add(null);
        }

        try
        {
            Control(LibC.ControlAdd, descriptor, edgeTriggered ? LibC.PollIn | LibC.EdgeTriggered : LibC.PollIn, slot);
        }
        catch (IOException)
        {
            freeSlots.Push(slot);
            throw;
        }

        handlers[slot] = handler;
        return slot;
    }

    /// <summary>Watches a descriptor for writing too, or no longer.</summary>
    public void WatchWriting(int slot, int descriptor, bool watch) =>
        Control(LibC.ControlModify, descriptor, watch ? LibC.PollIn | LibC.PollOut : LibC.PollIn, slot);

    /// <summary>Forgets a descriptor; its handler is not called any more.</summary>
    public void Remove(int slot, int descriptor)
    {
        Control(LibC.ControlDelete, descriptor, 0, slot);
        handlers[slot] = null;

        // Not to be given away before this batch is over: an event of the old descriptor may still wait in it.
        removedSlots.Add(slot);
    }

    /// <summary>
    /// Runs <paramref name="work"/> on the loop's thread; from any thread. Where there is too much already, whoever
    /// brings more waits. A loop never does, or two might wait for each other: what loops ask of each other is bounded by
    /// the neighbours and commands that they do it for.
    /// </summary>
    public void Post(Action work)
    {
        lock (posted)
        {
            delayed += posted.Count < mostPosted || IsLoop ? 0 : 1;
            while (posted.Count >= mostPosted && !IsLoop && !ended)
            {
                Monitor.Wait(posted);
            }

            if (ended)
            {
                return;
            }

            posted.Enqueue(work);
        }

        Wake();
    }

    /// <summary>Posted work that waits, the most that may, and how often somebody had to wait to bring more. From any thread.</summary>
    public (long Used, long Limit, long Refused) Posted
    {
        get
        {
            lock (posted)
            {
                return (posted.Count, mostPosted, delayed);
            }
        }
    }

    /// <summary>Ends <see cref="Run"/> after the batch at hand; from any thread.</summary>
    public void Stop() => Post(() => stopping = true);

    /// <summary>Wakes the loop, so that <see cref="AfterBatch"/> runs; from any thread.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref wakePending, 1) == 0)
        {
            var one = 1ul;
            _ = LibC.Write(wake, (byte*)&one, sizeof(ulong));
        }
    }

    /// <summary>Runs until <see cref="Stop"/>.</summary>
    public void Run()
    {
        IsLoop = true;
        while (!stopping)
        {
            var sleep = AfterBatch?.Invoke();
            Wait(Posted.Used > 0 ? 0 : ToMilliseconds(sleep));
            foreach (var slot in removedSlots)
            {
                freeSlots.Push(slot);
            }

            removedSlots.Clear();
            for (var waiting = Posted.Used; waiting > 0 && TakePosted() is { } work; waiting--)
            {
                work();
            }
        }

        IsLoop = false;
        EndWaiting();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A thread that is late posts to nobody: the number of the descriptor may be another file's by then.
        Interlocked.Exchange(ref wakePending, 1);
        _ = LibC.Close(wake);
        _ = LibC.Close(epoll);
    }

    private Action? TakePosted()
    {
        lock (posted)
        {
            posted.TryDequeue(out var work);
            if (posted.Count == mostPosted - 1)
            {
                Monitor.PulseAll(posted);
            }

            return work;
        }
    }

    // What is posted from now on nobody does, nor waits to bring.
    private void EndWaiting()
    {
        lock (posted)
        {
            ended = true;
            Monitor.PulseAll(posted);
        }
    }

    // Rounded up, or the loop would spin through the last part of a millisecond.
    private static int ToMilliseconds(TimeSpan? sleep) => sleep is { } time
        ? (int)Math.Clamp(Math.Ceiling(time.TotalMilliseconds), 0, int.MaxValue)
        : -1;

    private static int Checked(int result) =>
        result >= 0 ? result : throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);

    private void Wait(int milliseconds)
    {
        fixed (byte* first = events)
        {
            var count = LibC.EpollWait(epoll, first, EventsPerWait, milliseconds);
            BeforeBatch?.Invoke();
            for (var i = 0; i < count; i++)
            {
                var readiness = BinaryPrimitives.ReadUInt32LittleEndian(events.AsSpan(i * EventSize));
                var slot = (int)BinaryPrimitives.ReadUInt64LittleEndian(events.AsSpan((i * EventSize) + EventDataOffset));
                if (slot == 0)
                {
                    ClearWake();
                }
                else
                {
                    handlers[slot]?.OnReady(
                        (readiness & (LibC.PollIn | LibC.PollError | LibC.PollHangUp)) != 0,
                        (readiness & LibC.PollOut) != 0);
                }
            }
        }
    }

    private void ClearWake()
    {
        ulong count;
        _ = LibC.Read(wake, (byte*)&count, sizeof(ulong));

        // A full fence: what was posted by a thread that still saw the 1 is seen by the look into the queues after this.
        Interlocked.Exchange(ref wakePending, 0);
    }

    private void Control(int operation, int descriptor, uint readiness, int slot)
    {
        var @event = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(@event, 4), readiness);
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(@event + EventDataOffset, 8), (ulong)slot);
        Checked(LibC.EpollControl(epoll, operation, descriptor, @event));
    }
}
