using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hearth.Bench;

/// <summary>A started server: when it served, what it occupies. Ended and cleaned up after by <see cref="Dispose"/>.</summary>
internal sealed class RunningServer : IDisposable
{
    /// <summary>Far above any aim: whoever needs longer does not start at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Between two questions; its size bounds the error of a start time.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Memory has settled when it stayed within <see cref="Quiet"/> for so long.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(3);

    private const long Quiet = 64 * 1024;

    /// <summary>An Interest for /bench with nonce 1, a lifetime of 4 s and no prefix that anyone serves; any answer will do.</summary>
    private static readonly byte[] Interest =
        [0x05, 0x13, 0x07, 0x07, 0x08, 0x05, .. "bench"u8, 0x0A, 0x04, 0x00, 0x00, 0x00, 0x01, 0x0C, 0x02, 0x0F, 0xA0];

    private readonly Process process;
    private readonly StringBuilder complaints = new();
    private readonly Stopwatch clock;

    /// <summary>Starts the program and returns when it serves.</summary>
    public RunningServer(string path, string[] arguments, string folder, IPEndPoint web, IPEndPoint? packets)
    {
        Folder = folder;
        Web = web;
        Packets = packets;
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        clock = Stopwatch.StartNew();
        process = Process.Start(start) ?? throw new BenchException($"{path} could not be started.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => complaints.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            WaitFor(() => AnswersHttp(web));
            if (packets is not null)
            {
                WaitFor(() => AnswersInterest(packets));
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        TimeToServing = clock.Elapsed;
    }

    /// <summary>Its process.</summary>
    public int Id => process.Id;

    /// <summary>Where it keeps what it writes.</summary>
    public string Folder { get; }

    /// <summary>Where it answers HTTP.</summary>
    public IPEndPoint Web { get; }

    /// <summary>Where it answers Interests; null when it does not.</summary>
    public IPEndPoint? Packets { get; }

    /// <summary>From before exec to the last of the answers.</summary>
    public TimeSpan TimeToServing { get; }

    /// <summary>Resident bytes (VmRSS) once they stay put.</summary>
    public long SettledResidentBytes()
    {
        var settled = ResidentBytes();
        var since = clock.Elapsed;
        while (clock.Elapsed - since < SettlingTime)
        {
            Thread.Sleep(100);
            if (ResidentBytes() is var now && Math.Abs(now - settled) > Quiet)
            {
                (settled, since) = (now, clock.Elapsed);
            }
        }

        return settled;
    }

    /// <summary>Resident bytes now (VmRSS).</summary>
    public long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void WaitFor(Func<bool> answers)
    {
        while (!answers())
        {
            if (process.HasExited)
            {
                process.WaitForExit();
                throw new BenchException($"{process.StartInfo.FileName} ended before it served: {complaints.ToString().Trim()}");
            }

            if (clock.Elapsed > Patience)
            {
                throw new BenchException($"{process.StartInfo.FileName} did not serve within {Patience.TotalSeconds} s.");
            }

            Thread.Sleep(Pause);
        }
    }

    private static bool AnswersHttp(IPEndPoint server)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 1000 };
        try
        {
            socket.Connect(server);
            socket.Send(Encoding.ASCII.GetBytes($"GET /api/status HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n"));
            var answer = new byte[12];
            return socket.Receive(answer) == answer.Length && answer.AsSpan().SequenceEqual("HTTP/1.1 200"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool AnswersInterest(IPEndPoint server)
    {
        // A closed port refuses at once; the time-out is for a server that takes the packet before it is ready.
        using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 50 };
        try
        {
            socket.Connect(server);
            socket.Send(Interest);
            return socket.Receive(new byte[8800]) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
