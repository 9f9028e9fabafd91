using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hearth.CommandLine;

/// <summary>How a client reaches its forwarder, found as NDN tools find it (ndn-client.conf(5)).</summary>
internal abstract record ClientTransport
{
    private ClientTransport()
    {
    }

    /// <summary>A Unix stream socket.</summary>
    public sealed record Unix(string Path) : ClientTransport
    {
        /// <inheritdoc/>
        public override string ToString() => $"unix://{Path}";
    }

    /// <summary>TCP to a host name or address.</summary>
    public sealed record Tcp(string Host, ushort Port) : ClientTransport
    {
        /// <inheritdoc/>
        public override string ToString() => $"tcp://{Bracketed(Host)}:{Port}";
    }

    /// <summary>UDP to a host name or address.</summary>
    public sealed record Udp(string Host, ushort Port) : ClientTransport
    {
        /// <inheritdoc/>
        public override string ToString() => $"udp://{Bracketed(Host)}:{Port}";
    }

    /// <summary>
    /// In this order: <c>--socket</c>, <c>HEARTH_SOCKET</c>, <c>NDN_CLIENT_TRANSPORT</c>, the user's
    /// <c>~/.ndn/client.conf</c>, the machine's <c>/etc/ndn/client.conf</c>, then where the node usually listens.
    /// </summary>
    /// <exception cref="WrongUsageException">What is configured is no transport; the line says where it stands.</exception>
    public static ClientTransport Find(HearthOptions options)
    {
        if (options.Socket is { } path)
        {
            return new Unix(path);
        }

        const string Variable = "NDN_CLIENT_TRANSPORT";
        var surroundings = options.Surroundings;
        if (surroundings.Given(Variable) is { } uri)
        {
            return Checked(uri, Variable);
        }

        string[] files = [Path.Join(surroundings.Home, ".ndn", "client.conf"), surroundings.WellKnown("/etc/ndn/client.conf")];
        foreach (var file in files)
        {
            if (InFile(file) is { } configured)
            {
                return Checked(configured, file);
            }
        }

        return new Unix(FaceSocketPath.OfClient(options));
    }

    /// <summary>Reads <c>unix:///path</c>, <c>tcp://host:port</c> or <c>udp://host:port</c>, the last two also with 4 or 6.</summary>
    /// <returns>False for anything else.</returns>
    public static bool TryParse(string uri, [NotNullWhen(true)] out ClientTransport? transport)
    {
        transport = null;
        if (uri.Split("://", 2) is not [var scheme, var rest])
        {
            return false;
        }

        transport = scheme switch
        {
            "unix" when rest.StartsWith('/') && UnixSocketPath.Fits(rest) => new Unix(rest),
            "tcp" or "tcp4" or "tcp6" => HostOf(rest) is (var host, var port) ? new Tcp(host, port) : null,
            "udp" or "udp4" or "udp6" => HostOf(rest) is (var host, var port) ? new Udp(host, port) : null,
            _ => null,
        };
        return transport is not null;
    }

    private static (string Host, ushort Port)? HostOf(string authority)
    {
        // A bracketed IPv6 address has colons of its own; the port's comes after the bracket.
        var colon = authority.LastIndexOf(':');
        var hasPort = colon > authority.LastIndexOf(']');
        var host = (hasPort ? authority[..colon] : authority).TrimStart('[').TrimEnd(']');
        var port = HearthOptions.DefaultPort;
        if (hasPort && !(ushort.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port != 0))
        {
            return null;
        }

        return host.Length > 0 ? (host, port) : null;
    }

    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    private static string? InFile(string file)
    {
        try
        {
            return File.ReadLines(file).Select(ValueOfTransportLine).FirstOrDefault(value => value is { Length: > 0 });
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? ValueOfTransportLine(string line)
    {
        var comment = line.IndexOf(';', StringComparison.Ordinal);
        var pair = (comment < 0 ? line : line[..comment]).Split('=', 2, StringSplitOptions.TrimEntries);
        return pair is ["transport", var value] ? value : null;
    }

    private static ClientTransport Checked(string uri, string origin) =>
        TryParse(uri, out var transport)
            ? transport
            : throw new WrongUsageException($"{origin}: '{uri}' is no transport; write unix:///PATH, tcp://HOST:PORT or udp://HOST:PORT.");
}
