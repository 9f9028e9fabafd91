using System.Buffers;
using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Consumer;
using Hearth.Protocol.Link;
using Hearth.Protocol.Publications;
using Hearth.Protocol.Signing;

namespace Hearth.Tests;

/// <summary>A forwarder with programs beside it, of which some ask and some answer.</summary>
internal sealed class LabNode : IFaceTransmitter
{
    private readonly Lab lab;
    private readonly Dictionary<FaceId, Action<byte[]>> ports = [];
    private uint nonces;

    public LabNode(Lab lab, ForwarderOptions options, ForwarderSeed seed)
    {
        this.lab = lab;
        nonces = (uint)seed.Nonces << 24;
        Forwarder = new Forwarder(options, this, seed);
    }

    public Forwarder Forwarder { get; }

    /// <summary>Lays a link to another node; its two directions can be changed at any time.</summary>
    public (LabLink There, LabLink Back) Connect(LabNode other, double milliseconds = 1, bool atHome = false, int? mtu = null)
    {
        var there = new LabLink(lab, other) { Delay = TimeSpan.FromMilliseconds(milliseconds) };
        var back = new LabLink(lab, this) { Delay = TimeSpan.FromMilliseconds(milliseconds) };
        back.Arrival = AddFace(new FaceInfo("sim://", "sim://") { IsAtHome = atHome, Mtu = mtu }, there.Send, there.Backlog);
        there.Arrival = other.AddFace(new FaceInfo("sim://", "sim://") { IsAtHome = atHome, Mtu = mtu }, back.Send, back.Backlog);
        return (there, back);
    }

    /// <summary>A program that answers everything under a prefix; the array counts its Interests.</summary>
    public int[] Serve(string prefix, byte[]? announcement = null, int size = 100)
    {
        var count = new int[1];
        FaceId face = default;
        face = AddFace(new FaceInfo("app://", "app://") { Scope = FaceScope.Local }, frame =>
        {
            if (LpPacket.TryRead(frame, out var link, out _) && link.Nack is null && Interest.TryRead(link.Fragment, out var interest, out _))
            {
                count[0]++;
                var data = new DataBuilder(interest.Name.ToName()) { FreshnessPeriod = TimeSpan.FromSeconds(10), Content = new byte[size] }.Build(DigestSha256.Signer);
                lab.After(TimeSpan.Zero, () => Forwarder.Receive(face, data, lab.Now));
            }
        });
        Forwarder.Rib.Register(Name.Parse(prefix), new Route(face, RouteOrigin.App, 0, RouteInheritance.ChildInherit) { Announcement = announcement });
        return count;
    }

    /// <summary>A program that answers with the segments of a file, and says nothing to anything else.</summary>
    public void ServeFile(string prefix, Func<int, byte[]> packet, int segments)
    {
        FaceId face = default;
        face = AddFace(new FaceInfo("app://", "app://") { Scope = FaceScope.Local }, frame =>
        {
            if (LpPacket.TryRead(frame, out var link, out _) && link.Nack is null && Interest.TryRead(link.Fragment, out var interest, out _)
                && PublicationNames.TryGetSegment(interest.Name, out var segment) && segment < (ulong)segments)
            {
                Forwarder.Receive(face, packet((int)segment), lab.Now);
            }
        });
        Forwarder.Rib.Register(Name.Parse(prefix), new Route(face, RouteOrigin.App, 0, RouteInheritance.ChildInherit));
    }

    /// <summary>Reaches a prefix over a link.</summary>
    public void Route(string prefix, LabLink arrivingHere, ulong cost = 0) =>
        Forwarder.Rib.Register(Name.Parse(prefix), new Route(arrivingHere.Arrival, RouteOrigin.Static, cost, RouteInheritance.ChildInherit));

    public void Use(string prefix, string strategy)
    {
        var known = StrategyTable.Strategies.Single(candidate => candidate.Name.ToString().Contains($"/{strategy}/", StringComparison.Ordinal));
        Forwarder.Strategies.Set(Name.Parse(prefix), known.Name);
    }

    /// <summary>A program that asks for one name, again and again as long as none answers or refuses.</summary>
    public Asked Ask(string name, double againAfterMilliseconds = 1000)
    {
        var asked = new Asked(lab.Now);
        FaceId face = default;
        face = AddFace(new FaceInfo("app://", "app://") { Scope = FaceScope.Local }, frame =>
        {
            if (LpPacket.TryRead(frame, out var link, out _))
            {
                asked.End ??= lab.Now;
                asked.Nack ??= link.Nack;
            }
        });
        Send();
        return asked;

        void Send()
        {
            if (asked.End is null && asked.Sent < 4)
            {
                asked.Sent++;
                Forwarder.Receive(face, new InterestBuilder(Name.Parse(name)) { Nonce = ++nonces }.Build(), lab.Now);
                lab.After(TimeSpan.FromMilliseconds(againAfterMilliseconds), Send);
            }
        }
    }

    /// <summary>A program that fetches segments through a congestion window.</summary>
    public Fetch Fetch(string name, IDataTrust trust)
    {
        var fetch = new Fetch(Name.Parse(name), new ArrayBufferWriter<byte>(), trust, new FetchOptions { Seed = 9 }, lab.Now);
        FaceId face = default;
        face = AddFace(new FaceInfo("app://", "app://") { Scope = FaceScope.Local }, frame =>
        {
            if (LpPacket.TryRead(frame, out var link, out _))
            {
                if (link.Nack is { } reason)
                {
                    fetch.ReceiveNack(link.Fragment, reason, lab.Now);
                }
                else
                {
                    fetch.ReceiveData(link.Fragment, link.CongestionMark, lab.Now);
                }

                lab.After(TimeSpan.Zero, Send);
            }
        });
        lab.After(TimeSpan.Zero, Turn);
        return fetch;

        void Send()
        {
            var interest = new byte[PacketLimits.MaxPacketSize];
            while (fetch.TryTakeInterest(interest, lab.Now, out var size))
            {
                Forwarder.Receive(face, interest.AsSpan(0, size), lab.Now);
            }
        }

        void Turn()
        {
            fetch.Expire(lab.Now);
            Send();
            if (fetch.NextDeadline is not null)
            {
                lab.After(TimeSpan.FromMilliseconds(1), Turn);
            }
        }
    }

    public void Transmit(FaceId face, ReadOnlySpan<byte> packet) => ports[face](packet.ToArray());

    private FaceId AddFace(FaceInfo info, Action<byte[]> port, SendBacklog? backlog = null)
    {
        // A program gets what is sent to it a moment later: the forwarder is never called from within itself.
        var face = Forwarder.AddFace(info, lab.Now, backlog);
        ports.Add(face, info.Scope == FaceScope.Local ? frame => lab.After(TimeSpan.Zero, () => port(frame)) : port);
        return face;
    }

    /// <summary>What became of a question.</summary>
    internal sealed class Asked(TimeSpan since)
    {
        public int Sent { get; set; }

        public TimeSpan? End { get; set; }

        public NackReason? Nack { get; set; }

        public bool IsAnswered => End is not null && Nack is null;

        public double Milliseconds => (End!.Value - since).TotalMilliseconds;
    }
}
