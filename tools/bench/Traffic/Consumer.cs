using System.Buffers.Binary;
using Hearth.Protocol.Link;
using Hearth.Protocol.Tlv;

namespace Hearth.Bench.Traffic;

/// <summary>Asks and counts what comes back.</summary>
internal sealed class Consumer(PacketSocket socket, InterestTemplate interests)
{
    // What has not come by then is lost, and a new window goes out.
    private const long Patience = 200_000_000;

    // At a steady rate what is due within so long goes out together: waking for each would take a core of its own, and
    // the times would be those of a machine that is busy with its own clock.
    private const long Pace = 100_000;

    // A power of two, far more than are ever in flight.
    private const int Remembered = 1 << 16;

    private readonly Random random = new();
    private readonly long[] sentAt = new long[Remembered];
    private readonly List<double> latencies = [];
    private ulong next;
    private int inFlight;
    private long data;
    private long other;
    private long lost;
    private long bytes;

    /// <summary>Keeps the window full, and takes no times: as fast as it goes.</summary>
    public Outcome Saturate(Load load)
    {
        Begin(load);
        var start = Clock.Now;
        var end = start + (long)load.Duration.TotalNanoseconds;
        long now;
        while ((now = Clock.Now) < end)
        {
            for (; inFlight < load.Window; inFlight++)
            {
                Send(load);
            }

            WaitForAnswers();
            while (socket.TryReceive(out var packet))
            {
                Count(packet);
            }
        }

        return Conclude(now - start);
    }

    /// <summary>Takes the time of every exchange, either one after the other or at a steady rate.</summary>
    public Outcome TakeTimes(Load load)
    {
        Begin(load);
        var interval = load.RatePerSecond > 0 ? 1e9 / load.RatePerSecond : 0;
        var start = Clock.Now;
        var end = start + (long)load.Duration.TotalNanoseconds;
        double due = start;
        for (var now = start; now < end; now = Clock.Now)
        {
            for (; inFlight < load.Window && now >= due; inFlight++, due += interval)
            {
                sentAt[Number(load) % Remembered] = now;
                Send(load);
            }

            if (interval == 0)
            {
                WaitForAnswers();
            }
            else
            {
                socket.Wait(Math.Max(Pace, (long)due - Clock.Now));
            }

            while (socket.TryReceive(out var packet))
            {
                Time(packet);
            }
        }

        Drain();
        return Conclude(Clock.Now - start);
    }

    private void Begin(Load load)
    {
        (inFlight, data, other, lost, bytes) = (0, 0, 0, 0, 0);
        next = load.Names > 0 ? 0 : (ulong)random.NextInt64() >> 31 << 32;
        latencies.Clear();
        Array.Clear(sentAt);
        while (socket.TryReceive(out _))
        {
            // What the last load left behind is none of this one's.
        }
    }

    private Outcome Conclude(long nanoseconds)
    {
        latencies.Sort();
        return new Outcome(data, other, lost, bytes, TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick), [.. latencies]);
    }

    private void Send(Load load)
    {
        socket.Send(interests.Next(Number(load), (uint)random.NextInt64()));
        next++;
    }

    private ulong Number(Load load) => load.Names > 0 ? next % load.Names : next;

    private void WaitForAnswers()
    {
        if (!socket.Wait(Patience))
        {
            lost += inFlight;
            inFlight = 0;
        }
    }

    private void Drain()
    {
        while (inFlight > 0 && socket.Wait(Patience))
        {
            while (socket.TryReceive(out var packet))
            {
                Time(packet);
            }
        }

        lost += inFlight;
    }

    private bool Count(ReadOnlySpan<byte> packet)
    {
        inFlight = Math.Max(0, inFlight - 1);
        var isData = LpPacket.TryRead(packet, out var link, out _) && link.Nack is null && link.Fragment is [(byte)TlvType.Data, ..];
        if (isData)
        {
            data++;
            bytes += packet.Length;
        }
        else
        {
            other++;
        }

        return isData;
    }

    // The number is the name's last component, the name is the Data's first element.
    private void Time(ReadOnlySpan<byte> packet)
    {
        var now = Clock.Now;
        if (Count(packet)
            && LpPacket.TryRead(packet, out var link, out _)
            && TlvElement.TryRead(link.Fragment, out var answer, out _)
            && new TlvReader(answer.Value).TryRead(out var name))
        {
            var number = BinaryPrimitives.ReadUInt64BigEndian(name.Value[^sizeof(ulong)..]);
            ref var sent = ref sentAt[number % Remembered];
            if (sent != 0)
            {
                latencies.Add((now - sent) / 1000.0);
                sent = 0;
            }
        }
    }
}
