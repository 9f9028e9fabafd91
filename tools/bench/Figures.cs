using System.Diagnostics;

namespace Hearth.Bench;

/// <summary>What is measured, in the order of the report.</summary>
internal static class Figures
{
    /// <summary>Starts of each program; odd, so that the median is one of them.</summary>
    private const int Starts = 5;

    /// <summary>Takes every figure, one after the other.</summary>
    public static IEnumerable<Figure> All(ServerProgram hearth, ServerProgram bare)
    {
        yield return new Figure("binary size", [Megabytes(hearth.Size)], "MB", 16, [new Gauge("bare web server", Megabytes(bare.Size))]);
        yield return new Figure("start to serving", StartTimes(hearth), "ms", 150,
        [
            new Gauge("bare web server", Figure.MedianOf(StartTimes(bare))),
            new Gauge("/bin/true", Figure.MedianOf(Samples(TimeOfTrue))),
        ]);
        yield return new Figure("idle resident memory", [IdleMemory(hearth)], "MB", 32, [new Gauge("bare web server", IdleMemory(bare))]);
    }

    private static List<double> StartTimes(ServerProgram program) => Samples(() =>
    {
        using var server = program.Start();
        return server.TimeToServing.TotalMilliseconds;
    });

    private static double IdleMemory(ServerProgram program)
    {
        using var server = program.Start();
        return Megabytes(server.SettledResidentBytes());
    }

    private static double TimeOfTrue()
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start("/bin/true");
        process.WaitForExit();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static List<double> Samples(Func<double> measure) => [.. Enumerable.Range(0, Starts).Select(_ => measure())];

    private static double Megabytes(long bytes) => bytes / 1e6;
}
