using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Hearth.Bench.Traffic;

/// <summary>How fast <c>hearth get</c> fetches a file over the local socket, against what one core hashes.</summary>
internal sealed class FetchFigures(string binary)
{
    private const int FileSize = 64 << 20;
    private const int Rounds = 5;

    // Bytes of a segment's content, which is what is hashed at a time.
    private const int SegmentSize = 8000;

    // OpenSSL's own switch: as on processors that have none, such as a Raspberry Pi's up to the 4.
    private static readonly (string, string) WithoutInstructions = ("OPENSSL_ia32cap", ":~0x20000000");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Measures.</summary>
    public IEnumerable<Figure> Take()
    {
        using var board = ServerProgram.Hearth(binary, "run").Start();
        var command = new HearthCommand(binary, board.Folder);
        Claim(board, command);
        var file = Path.Combine(board.Folder, "file");
        var content = new byte[FileSize];
        RandomNumberGenerator.Fill(content);
        File.WriteAllBytes(file, content);
        command.Run("put", "file", file);

        yield return Compare("get 64 MiB, local socket", board, content);
        if (System.Runtime.Intrinsics.X86.X86Base.IsSupported)
        {
            yield return Compare("the same, no SHA instructions", board, content, WithoutInstructions);
        }
    }

    /// <summary>What one core hashes, segment by segment, in Gbit/s.</summary>
    public static double HashRate()
    {
        var content = new byte[FileSize];
        content.AsSpan().Fill(0xAB);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var clock = Stopwatch.StartNew();
        for (var offset = 0; offset + SegmentSize <= content.Length; offset += SegmentSize)
        {
            SHA256.HashData(content.AsSpan(offset, SegmentSize), digest);
        }

        return content.Length * 8.0 / clock.Elapsed.TotalSeconds / 1e9;
    }

    private Figure Compare(string name, RunningServer board, byte[] content, params (string Name, string Value)[] variables)
    {
        var command = new HearthCommand(binary, board.Folder, variables);
        var itself = new HearthCommand(Environment.ProcessPath!, board.Folder, variables);
        var copy = Path.Combine(board.Folder, "copy");
        var shares = new List<double>();
        var hashed = new List<double>();
        var fetched = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            hashed.Add(double.Parse(itself.Run("hash"), CultureInfo.InvariantCulture));
            var clock = Stopwatch.StartNew();
            command.Run("get", "/p/bench/file", "-o", copy);
            fetched.Add(FileSize * 8.0 / clock.Elapsed.TotalSeconds / 1e9);
            shares.Add(fetched[^1] / hashed[^1]);
            if (!File.ReadAllBytes(copy).AsSpan().SequenceEqual(content))
            {
                throw new BenchException("what was fetched is not what was published.");
            }
        }

        return new Figure(name, shares, "×", Aim.AtLeast(0.6),
            [new Gauge("SHA-256, one core", Figure.MedianOf(hashed), "Gbit/s"), new Gauge("get", Figure.MedianOf(fetched), "Gbit/s")]);
    }

    // A press of the drawn button opens the window, a moment later.
    private static void Claim(RunningServer board, HearthCommand command)
    {
        command.Run("press");
        using var client = new HttpClient { BaseAddress = new Uri($"http://{board.Web}") };
        for (var patience = Stopwatch.StartNew(); ;)
        {
            using var claim = new StringContent("{\"username\":\"bench\"}", Encoding.UTF8, "application/json");
            using var answer = client.PostAsync(new Uri("/api/claim", UriKind.Relative), claim).GetAwaiter().GetResult();
            if (answer.StatusCode == HttpStatusCode.Created)
            {
                return;
            }

            if (patience.Elapsed > Patience)
            {
                throw new BenchException(string.Create(CultureInfo.InvariantCulture, $"the board was not claimed: {(int)answer.StatusCode}."));
            }

            Thread.Sleep(50);
        }
    }
}
