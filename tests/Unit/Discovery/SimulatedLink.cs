using System.Net;
using Hearth.Discovery;
using Hearth.Discovery.Dns;

namespace Hearth.Tests.Discovery;

/// <summary>Hosts on one Ethernet in virtual time: every message reaches all the others a millisecond later.</summary>
internal sealed class SimulatedLink
{
    private const int Interface = 1;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(1);

    private readonly List<Station> stations = [];
    private readonly PriorityQueue<(Station? From, IPEndPoint Sender, OutgoingMessage Message), (TimeSpan, int)> flying = new();
    private int sequence;

    public TimeSpan Now { get; private set; }

    /// <summary>All that was sent, in order.</summary>
    public List<(TimeSpan At, IPAddress From, IPEndPoint? Receiver, DnsMessage Message)> Sent { get; } = [];

    /// <summary>What a responder multicast as answers since a moment.</summary>
    public IEnumerable<DnsRecord> AnswersSince(TimeSpan since) =>
        Sent.Where(entry => entry.At >= since && entry.Message.IsResponse && entry.Receiver is null).SelectMany(entry => entry.Message.Answers);

    public void Add(Responder responder, string address)
    {
        responder.SetInterface(Interface, [IPAddress.Parse(address)], Now);
        stations.Add(new Station(
            IPAddress.Parse(address), () => responder.NextDeadline, responder.Expire,
            (sender, bytes, now) => responder.Receive(Interface, sender, bytes, now),
            () => responder.TryTransmit(out var message) ? message : null));
    }

    public void Add(Browser browser, string address)
    {
        browser.AddInterface(Interface, Now);
        stations.Add(new Station(
            IPAddress.Parse(address), () => browser.NextDeadline, browser.Expire,
            (sender, bytes, now) => browser.Receive(Interface, sender, bytes, now),
            () => browser.TryTransmit(out var message) ? message : null));
    }

    /// <summary>A message from a host that is not simulated.</summary>
    public void Inject(string sender, DnsMessage message, int port = MulticastDns.Port) =>
        Fly(null, new IPEndPoint(IPAddress.Parse(sender), port), new OutgoingMessage(Interface, null, DnsMessageTests.Write(message)));

    public void Run(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (true)
        {
            Collect();
            var deadline = stations.Min(station => station.NextDeadline());
            var next = flying.TryPeek(out _, out var arrival) && !(deadline < arrival.Item1) ? arrival.Item1 : deadline;
            if (next is null || next > end)
            {
                Now = end;
                return;
            }

            Now = next > Now ? next.Value : Now;
            if (flying.TryPeek(out _, out arrival) && arrival.Item1 <= Now)
            {
                Deliver(flying.Dequeue());
            }

            foreach (var station in stations)
            {
                station.Expire(Now);
            }
        }
    }

    private void Collect()
    {
        foreach (var station in stations)
        {
            while (station.Transmit() is { } message)
            {
                Assert(DnsMessage.TryRead(message.Bytes.Span, out var read), "a host sent what it could not read itself");
                Sent.Add((Now, station.Address, message.Receiver, read!));
                Fly(station, new IPEndPoint(station.Address, MulticastDns.Port), message);
            }
        }
    }

    private void Fly(Station? from, IPEndPoint sender, OutgoingMessage message) =>
        flying.Enqueue((from, sender, message), (Now + Delay, sequence++));

    private void Deliver((Station? From, IPEndPoint Sender, OutgoingMessage Message) flight)
    {
        foreach (var station in stations.Where(station => station != flight.From
            && (flight.Message.Receiver is null || flight.Message.Receiver.Address.Equals(station.Address))))
        {
            station.Receive(flight.Sender, flight.Message.Bytes.Span, Now);
        }
    }

    private static void Assert(bool holds, string otherwise) => Xunit.Assert.True(holds, otherwise);

    private delegate void Receiver(IPEndPoint sender, ReadOnlySpan<byte> bytes, TimeSpan now);

    private sealed record Station(
        IPAddress Address, Func<TimeSpan?> NextDeadline, Action<TimeSpan> Expire, Receiver Receive, Func<OutgoingMessage?> Transmit);
}
