using Hearth.Forwarding;
using Hearth.Protocol.Link;

namespace Hearth.Tests;

/// <summary>One direction of a link: a queue before a line, and what the line does to frames.</summary>
internal sealed class LabLink(Lab lab, LabNode to)
{
    private TimeSpan lineFreeAt;
    private long queuedBytes;
    private long everQueued;
    private int queued;

    /// <summary>The face that it arrives at.</summary>
    public FaceId Arrival { get; set; }

    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Share of frames that are lost.</summary>
    public double Loss { get; set; }

    /// <summary>Bits a second; 0 for no limit.</summary>
    public double Rate { get; set; }

    /// <summary>Frames that wait for the line at most.</summary>
    public int Queue { get; set; } = 100;

    /// <summary>Frames that were handed to it.</summary>
    public int Frames { get; private set; }

    /// <summary>Frames that found the queue full.</summary>
    public int Dropped { get; private set; }

    /// <summary>What waits, as the sending face sees it.</summary>
    public SendBacklog Backlog { get; } = new();

    public void Send(byte[] frame)
    {
        Frames++;
        if (Rate == 0)
        {
            Travel(frame, Delay);
            return;
        }

        if (queued >= Queue)
        {
            Dropped++;
            return;
        }

        queued++;
        queuedBytes += frame.Length;
        everQueued += frame.Length;
        lineFreeAt = (lineFreeAt > lab.Now ? lineFreeAt : lab.Now) + TimeSpan.FromSeconds(frame.Length * 8 / Rate);
        Backlog.Report(everQueued, queuedBytes, lab.Now);
        lab.After(lineFreeAt - lab.Now, () =>
        {
            queued--;
            queuedBytes -= frame.Length;
            Backlog.Report(everQueued, queuedBytes, lab.Now);
            Travel(frame, Delay);
        });
    }

    private void Travel(byte[] frame, TimeSpan delay)
    {
        if (lab.Random.NextDouble() >= Loss)
        {
            lab.After(delay, () => to.Forwarder.Receive(Arrival, frame, lab.Now));
        }
    }
}
