using System.Net;
using System.Net.Sockets;
using Hearth.CommandLine;
using Hearth.Identity;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Repo;
using Hearth.Tests.Client;
using Hearth.Tests.Identity;
using Xunit;

namespace Hearth.Tests.Verbs;

/// <summary>Alice's board behind a socket, real but for the forwarder, and a stranger's command line before it.</summary>
internal sealed class VerbStage : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("verb");
    private readonly ApplianceIdentity identity = Owner.Claim("alice", owner: 1, device: 1);
    private readonly FakeForwarder forwarder;
    private string? clientTransport;

    public VerbStage()
    {
        Repo = ContentRepo.Open(PathOf("board"), new RepoOptions());
        Repo.AnswerFor(identity.Namespace, identity.DataSigner);
        forwarder = new FakeForwarder(wire => Answer(wire) is { } packet ? [packet] : []);
    }

    public ContentRepo Repo { get; }

    /// <summary>Answers for the board, before it is asked.</summary>
    public Func<byte[], byte[]?> Instead { get; set; } = _ => null;

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public string StrangersState => PathOf("stranger");

    public string PathOf(string name) => Path.Join(folder.FullName, name);

    public async Task<Publication> PublishAsync(string name, byte[] content)
    {
        using var stream = new MemoryStream(content);
        var outcome = await Repo.PublishAsync(
            new PublishRequest(Name.Parse(name), identity.DataSigner) { Size = content.Length }, stream, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);
        return Assert.IsType<PublishOutcome.Published>(outcome).Publication;
    }

    public Task<int> RunAsync(params string[] args) =>
        RunBareAsync([.. args, "--socket", forwarder.SocketPath, "--state", StrangersState]);

    public async Task<int> RunBareAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new HearthCommandLine(new Surroundings(variable => variable == "NDN_CLIENT_TRANSPORT" ? clientTransport : null, folder.FullName), output, error).RunAsync(args);
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        await forwarder.DisposeAsync();
        Repo.Dispose();
        identity.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>Answers over UDP too, where commands look that are given no socket; until disposed of.</summary>
    public Socket AnswerOverUdp()
    {
        var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        clientTransport = $"udp://{socket.LocalEndPoint}";
        _ = Task.Run(async () =>
        {
            var buffer = new byte[PacketLimits.MaxPacketSize];
            while (true)
            {
                var asked = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.IPv6Any, 0));
                if (Answer(buffer[..asked.ReceivedBytes]) is { } packet)
                {
                    await socket.SendToAsync(packet, asked.RemoteEndPoint);
                }
            }
        });
        return socket;
    }

    /// <summary>A Nack as a forwarder sends it.</summary>
    public static byte[] Nack(byte[] interest, NackReason reason)
    {
        var buffer = new byte[interest.Length + LpPacket.MaxHeaderSize];
        return buffer[..(LpPacket.Of(interest) with { Nack = reason }).WriteTo(buffer)];
    }

    private byte[]? Answer(byte[] wire)
    {
        if (Instead(wire) is { } packet)
        {
            return packet;
        }

        Assert.True(Interest.TryRead(wire, out var interest, out _));
        if (identity.TryAnswer(interest, out var certificate))
        {
            return certificate.ToArray();
        }

        var buffer = new byte[PacketLimits.MaxPacketSize];
        return Repo.Answer(interest, buffer, DateTimeOffset.UtcNow, out var size) == RepoAnswer.None ? null : buffer[..size];
    }
}
