using System.Net;
using System.Net.Sockets;
using Hearth.Linux;
using Hearth.Network;
using Microsoft.Extensions.Logging;

namespace Hearth.Discovery;

/// <summary>
/// This host among those that speak multicast DNS: its name and services, and the services of others. The sockets
/// around <see cref="Responder"/> and <see cref="Browser"/>; lives on its event loop's thread.
/// </summary>
internal sealed partial class MulticastHost : IDisposable
{
    // A link of a hundred hosts that all start at once stays below this; a flood costs no more than this.
    private const int MessagesPerSecond = 200;
    private const int MessagesAtOnce = 400;

    private static readonly AddressFamily[] Families = [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6];

    private readonly EventLoop loop;
    private readonly Func<TimeSpan> clock;
    private readonly ILogger log;
    private readonly Responder responder;
    private readonly Browser browser;
    private readonly Dictionary<AddressFamily, MulticastSocket> sockets = [];
    private readonly HashSet<AddressFamily> refusedFamilies = [];
    private readonly Dictionary<int, (NetworkLink Link, Allowance Allowance)> links = [];
    private readonly OwnWords own = new();
    private long unread;
    private volatile string? name;

    /// <summary>Makes a host that is on no link yet.</summary>
    /// <param name="loop">Whose thread calls everything but <see cref="Name"/>.</param>
    /// <param name="hostName">The label wanted.</param>
    /// <param name="browsed">The type of the services to be found.</param>
    /// <param name="seed">Randomness for the delays.</param>
    /// <param name="clock">The time since the node started.</param>
    /// <param name="log">Names neither hosts nor addresses.</param>
    public MulticastHost(EventLoop loop, string hostName, string browsed, ulong seed, Func<TimeSpan> clock, ILogger log)
    {
        this.loop = loop;
        this.clock = clock;
        this.log = log;
        responder = new Responder(hostName, seed);
        browser = new Browser(browsed, seed ^ ulong.MaxValue);
    }

    /// <summary>The name once nobody objected, such as <c>hearth-2.local</c>; null while there is none. From any thread.</summary>
    public string? Name => name;

    /// <summary>Counts up when <see cref="Services"/> may have changed.</summary>
    public long Changes => browser.Changes;

    /// <summary>The services of others, with the link that each is on.</summary>
    public IEnumerable<LinkService> Services => browser.Services.Where(service => links.ContainsKey(service.Interface))
        .Select(service => new LinkService(service, links[service.Interface].Link));

    /// <summary>Messages that were not read: too many at a time, no DNS, or not from the link (RFC 6762 section 11).</summary>
    public long Unread
    {
        get
        {
            var all = unread + responder.Malformed;
            foreach (var socket in sockets.Values)
            {
                all += socket.Unread;
            }

            return all;
        }
    }

    /// <summary>Records of others that are kept.</summary>
    public int Records => browser.Records;

    /// <summary>Records that were not kept, and messages that were not sent, as too many waited.</summary>
    public long RecordsRefused => browser.Refused + browser.Dropped + responder.Dropped;

    /// <summary>When <see cref="Expire"/> is next to be called; null for never.</summary>
    public TimeSpan? NextDeadline =>
        responder.NextDeadline is { } answer && browser.NextDeadline is { } question
            ? (answer < question ? answer : question)
            : responder.NextDeadline ?? browser.NextDeadline;

    /// <summary>Is on these links from now on, and on no others.</summary>
    public void Follow(IReadOnlyList<NetworkLink> shared, TimeSpan now)
    {
        // A dictionary may lose entries while it is enumerated.
        foreach (var index in links.Keys)
        {
            if (!shared.Any(link => link.Index == index))
            {
                Leave(index);
            }
        }

        foreach (var link in shared)
        {
            links[link.Index] = (link, links.TryGetValue(link.Index, out var known) ? known.Allowance : new Allowance(MessagesPerSecond, MessagesAtOnce));
            Join(link);
            responder.SetInterface(link.Index, [.. link.Addresses.Select(address => address.Address)], now);
            browser.AddInterface(link.Index, now);
        }

        Transmit(now);
    }

    /// <summary>Announces these services from now on, and no others.</summary>
    public void Announce(IReadOnlyList<ServiceInstance> services, TimeSpan now)
    {
        responder.SetServices(services, now);
        Transmit(now);
    }

    /// <summary>Does what is due.</summary>
    public void Expire(TimeSpan now)
    {
        responder.Expire(now);
        browser.Expire(now);
        Transmit(now);
        NoteName();
    }

    /// <summary>Takes the name and the services back.</summary>
    public void SayGoodbye(TimeSpan now)
    {
        responder.SayGoodbye();
        Transmit(now);
        NoteName();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in sockets.Values)
        {
            socket.Dispose();
        }
    }

    private void Leave(int index)
    {
        links.Remove(index);
        responder.RemoveInterface(index);
        browser.RemoveInterface(index);
        foreach (var socket in sockets.Values)
        {
            socket.Leave(index);
        }
    }

    private void Join(NetworkLink link)
    {
        foreach (var family in Families)
        {
            if (link.Speaks(family) && SocketOf(family) is { } socket && !socket.TryJoin(link.Index))
            {
                LogNotJoined(link.Name);
            }
        }
    }

    // A port that another program has for itself may be free when the links change next.
    private MulticastSocket? SocketOf(AddressFamily family)
    {
        if (sockets.TryGetValue(family, out var open))
        {
            return open;
        }

        try
        {
            sockets[family] = open = new MulticastSocket(loop, family, Receive);
            refusedFamilies.Remove(family);
        }
        catch (Exception refusal) when (refusal is SocketException or IOException)
        {
            if (refusedFamilies.Add(family))
            {
                LogNoSocket(family, refusal.Message);
            }
        }

        return open;
    }

    private void Receive(int index, IPEndPoint sender, IPAddress destination, ReadOnlySpan<byte> datagram)
    {
        var now = clock();
        if (!links.TryGetValue(index, out var known) || own.Contains(datagram, now))
        {
            return;
        }

        // What was sent to the group comes from the link, whatever its sender's address (RFC 6762 section 11).
        if (!known.Allowance.TryTake(now) || (!IsGroup(destination) && !known.Link.IsOnLink(sender.Address)))
        {
            unread++;
            return;
        }

        responder.Receive(index, sender, datagram, now);
        browser.Receive(index, sender, datagram, now);
    }

    private static bool IsGroup(IPAddress destination) => destination.AddressFamily == AddressFamily.InterNetwork
        ? destination.Equals(MulticastDns.GroupIPv4)
        : destination.IsIPv6Multicast;

    private void Transmit(TimeSpan now)
    {
        while (responder.TryTransmit(out var message) || browser.TryTransmit(out message))
        {
            Transmit(message!, now);
        }
    }

    private void Transmit(OutgoingMessage message, TimeSpan now)
    {
        if (message.Receiver is { } receiver)
        {
            sockets.GetValueOrDefault(receiver.AddressFamily)?.Send(receiver, message.Bytes.Span);
            return;
        }

        own.Say(message.Bytes, now);
        foreach (var socket in sockets.Values)
        {
            socket.Multicast(message.Interface, message.Bytes.Span);
        }
    }

    private void NoteName()
    {
        var noted = links.Count == 0 ? null : responder.IsEstablished ? responder.Host.ToString().TrimEnd('.') : name;
        if (noted != name && noted is not null)
        {
            LogName(noted);
        }

        name = noted;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "this appliance is {Name} on its network")]
    private partial void LogName(string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Link} takes no multicast: neighbours there do not find this appliance by its name")]
    private partial void LogNotJoined(string link);

    [LoggerMessage(Level = LogLevel.Warning, Message = "multicast DNS over {Family} does not work here: {Refusal}")]
    private partial void LogNoSocket(AddressFamily family, string refusal);
}
