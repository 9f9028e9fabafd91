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

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Measures.</summary>
    public IEnumerable<Figure> Take()
    {
        using var board = ServerProgram.Hearth(binary, "run").Start();
        var command = new HearthCommand(binary, board.Folder);
        Claim(board, command);
        var file = Path.Combine(board.Folder, "file");
        var copy = Path.Combine(board.Folder, "copy");
        var content = new byte[FileSize];
        RandomNumberGenerator.Fill(content);
        File.WriteAllBytes(file, content);
        command.Run("put", "file", file);

        var shares = new List<double>();
        var hashed = new List<double>();
        var fetched = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            hashed.Add(HashRate(content));
            var clock = Stopwatch.StartNew();
            command.Run("get", "/p/bench/file", "-o", copy);
            fetched.Add(FileSize * 8.0 / clock.Elapsed.TotalSeconds / 1e9);
            shares.Add(fetched[^1] / hashed[^1]);
            if (!File.ReadAllBytes(copy).AsSpan().SequenceEqual(content))
            {
                throw new BenchException("what was fetched is not what was published.");
            }
        }

        yield return new Figure("get 64 MiB, local socket", shares, "×", Aim.AtLeast(0.6),
            [new Gauge("SHA-256, one core", Figure.MedianOf(hashed), "Gbit/s"), new Gauge("get", Figure.MedianOf(fetched), "Gbit/s")]);
    }

    private static double HashRate(byte[] content)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var clock = Stopwatch.StartNew();
        for (var offset = 0; offset + SegmentSize <= content.Length; offset += SegmentSize)
        {
            SHA256.HashData(content.AsSpan(offset, SegmentSize), digest);
        }

        return content.Length * 8.0 / clock.Elapsed.TotalSeconds / 1e9;
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
