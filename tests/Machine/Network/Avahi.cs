using System.Text.RegularExpressions;

namespace Hearth.Tests.Machine.Network;

/// <summary>Avahi on a host of the segment, with a message bus of its own: what another program sees of mDNS.</summary>
internal sealed partial class Avahi
{
    private const string Bus = "unix:path=/run/bus";

    private readonly EthernetSegment segment;

    private Avahi(EthernetSegment segment) => this.segment = segment;

    /// <summary>Starts it; returns when it answers.</summary>
    public static async Task<Avahi> StartAsync(EthernetSegment segment, CancellationToken cancel)
    {
        const string StartBus = """
            cat >/run/bus.conf <<END
            <busconfig><type>system</type><listen>unix:path=/run/bus</listen>
            <policy context="default"><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/><allow user="*"/></policy></busconfig>
            END
            exec dbus-daemon --config-file=/run/bus.conf --nofork --print-address
            """;
        const string StartAvahi = """
            printf '[server]\nhost-name=visitor\nallow-interfaces=segment\n[wide-area]\nenable-wide-area=no\n' >/run/avahi.conf
            mkdir /run/avahi-daemon
            exec avahi-daemon --file=/run/avahi.conf --no-drop-root --no-chroot --no-rlimits
            """;
        var bus = segment.Start(["sh", "-c", StartBus]);
        await bus.Lines.WaitAsync(line => line.StartsWith("unix:", StringComparison.Ordinal), "message bus", Bounds.Answer, cancel);
        var daemon = segment.Start(["sh", "-c", StartAvahi], ("DBUS_SYSTEM_BUS_ADDRESS", Bus));
        await daemon.Lines.WaitAsync(line => line.Contains("Server startup complete", StringComparison.Ordinal), "startup", Bounds.Answer, cancel);
        return new Avahi(segment);
    }

    /// <summary>Watches services of a type; each line is what <c>avahi-browse --resolve --parsable</c> prints.</summary>
    public OwnedProcess Browse(string type) => segment.Start(["avahi-browse", "--resolve", "--parsable", type], ("DBUS_SYSTEM_BUS_ADDRESS", Bus));

    /// <summary>Waits until so many hosts offer a service over IPv4.</summary>
    public async Task<IReadOnlyList<FoundHost>> FindAsync(string type, int count, TimeSpan within, CancellationToken cancel)
    {
        await using var browse = Browse(type);
        IReadOnlyList<FoundHost> Found() => [.. browse.Lines.Snapshot().Select(FoundHost.Parse).OfType<FoundHost>().DistinctBy(found => found.Name)];
        await browse.Lines.WaitAsync(_ => Found().Count >= count, $"{count} services {type}", within, cancel);
        return Found();
    }

    /// <summary>One service, resolved.</summary>
    /// <param name="Name">The host's name, such as <c>hearth-2.local</c>.</param>
    /// <param name="Address">Its IPv4 address.</param>
    /// <param name="Port">Its port.</param>
    /// <param name="Text">Its TXT record, as printed.</param>
    internal sealed partial record FoundHost(string Name, System.Net.IPAddress Address, int Port, string Text)
    {
        public static FoundHost? Parse(string line) => Resolved().Match(line) is { Success: true } match
            ? new FoundHost(
                match.Groups["host"].Value,
                System.Net.IPAddress.Parse(match.Groups["address"].Value),
                int.Parse(match.Groups["port"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
                match.Groups["text"].Value)
            : null;

        // =;interface;protocol;name;type;domain;host;address;port;text
        [GeneratedRegex(@"^=;[^;]*;IPv4;[^;]*;[^;]*;[^;]*;(?<host>[^;]*);(?<address>[^;]*);(?<port>\d+);(?<text>.*)$")]
        private static partial Regex Resolved();
    }
}
