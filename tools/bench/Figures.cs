using System.Diagnostics;
using System.Text.Json;

namespace Hearth.Bench;

/// <summary>What is measured, in the order of the report.</summary>
internal static class Figures
{
    /// <summary>Starts of each program; odd, so that the median is one of them.</summary>
    private const int Starts = 5;

    /// <summary>Takes every figure, one after the other.</summary>
    public static IEnumerable<Figure> All(ServerProgram hearth, ServerProgram bare)
    {
        yield return new Figure("binary size", [Megabytes(hearth.Size)], "MB", Aim.AtMost(16), [new Gauge("bare web server", Megabytes(bare.Size), "MB")]);
        yield return new Figure("start to serving", StartTimes(hearth), "ms", Aim.AtMost(150),
        [
            new Gauge("bare web server", Figure.MedianOf(StartTimes(bare)), "ms"),
            new Gauge("/bin/true", Figure.MedianOf(Samples(TimeOfTrue)), "ms"),
        ]);
        yield return new Figure("idle resident memory", [IdleMemory(hearth)], "MB", Aim.AtMost(32), [new Gauge("bare web server", IdleMemory(bare), "MB")]);
    }

    /// <summary>The sizes of the images that lie in a folder, from their manifests.</summary>
    public static IEnumerable<Figure> OfImages(string folder)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.manifest.json").Order(StringComparer.Ordinal))
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(file));
            var board = manifest.RootElement.GetProperty("board").GetString();
            var isNative = manifest.RootElement.GetProperty("payload").GetString() == "native";
            var bytes = manifest.RootElement.GetProperty("bytes");
            Gauge binary = new("its binary", Megabytes(bytes.GetProperty("binary").GetInt64()), "MB");
            yield return new Figure($"image {board}", [Megabytes(bytes.GetProperty("compressed").GetInt64())], "MB", Aim.AtMost(isNative ? 40 : 64), [binary]);
            if (isNative)
            {
                yield return new Figure("  its slot", [Megabytes(bytes.GetProperty("slot").GetInt64())], "MB", Aim.AtMost(64), [binary]);
            }
        }
    }

    /// <summary>What the tests on machines measured of the images that they started, where they did; with how busy the machine was.</summary>
    public static IEnumerable<Figure> OfMachines(string folder)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "measured.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var measured = JsonDocument.Parse(File.ReadAllBytes(file));
            var board = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)));
            var isNative = measured.RootElement.GetProperty("payload").GetString() == "native";
            Gauge busy = new("load", measured.RootElement.GetProperty("busy").GetDouble(), "processes");
            if (measured.RootElement.TryGetProperty("powerToServingSeconds", out var seconds))
            {
                yield return new Figure($"{board}, emulated: power to serving", [seconds.GetDouble()], "s", Aim.AtMost(isNative ? 15 : 30), [busy]);
            }

            if (measured.RootElement.TryGetProperty("memoryMegabytes", out var megabytes))
            {
                yield return new Figure("  its memory in use", [megabytes.GetDouble()], "MB", Aim.AtMost(70), [busy]);
            }
        }
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
