using Hearth.Bench.Tables;
using Hearth.Bench.Traffic;

namespace Hearth.Bench;

/// <summary>The parts of the bench, each of which can be run alone.</summary>
internal sealed class Bench(string binary, string bareBinary, string images, string plots)
{
    private readonly ServerProgram hearth = ServerProgram.Hearth(binary);

    // What leaks a byte a packet has lost 3 MB by then.
    private static readonly TimeSpan SoakTime = TimeSpan.FromMinutes(10);

    /// <summary>Runs the parts that were named, or all but the soak.</summary>
    /// <exception cref="BenchException">There is no such part, or a figure could not be taken.</exception>
    public void Run(string[] parts)
    {
        var all = new (string Name, Func<IEnumerable<Figure>> Take)[]
        {
            ("build", () => Figures.All(hearth, ServerProgram.Bare(bareBinary)).Concat(Figures.OfImages(images)).Concat(Figures.OfMachines(Path.Combine(images, "..", "build")))),
            ("traffic", () => new TrafficFigures(hearth, binary, plots).Take()),
            ("memory", () => new MemoryFigures(hearth, binary).Take()),
            ("get", () => new FetchFigures(binary).Take()),
            ("scale", () => new ScaleFigures(plots).Take()),
            ("cache", () => new CacheFigures(plots).Take()),
            ("soak", () => new Soak(hearth, binary, plots, SoakTime).Take()),
            ("soak-short", () => new Soak(hearth, binary, plots, TimeSpan.FromMinutes(1)).Take()),
        };
        if (parts.FirstOrDefault(part => !all.Any(one => one.Name == part)) is { } unknown)
        {
            throw new BenchException($"there is no part '{unknown}'; there are {string.Join(", ", all.Select(one => one.Name))}.");
        }

        Directory.CreateDirectory(plots);
        Report.WriteHeader(Console.Out);
        foreach (var part in all.Where(one => parts.Length == 0 ? !one.Name.StartsWith("soak", StringComparison.Ordinal) : parts.Contains(one.Name)))
        {
            foreach (var figure in part.Take())
            {
                Report.Write(Console.Out, figure);
            }
        }
    }
}
