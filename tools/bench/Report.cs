using System.Globalization;

namespace Hearth.Bench;

/// <summary>The figures as a table, one line each.</summary>
internal static class Report
{
    public static void WriteHeader(TextWriter output)
    {
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        output.WriteLine($"{Environment.ProcessorCount} cores, {processor?.Split(':')[1].Trim() ?? "unknown processor"}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
        WriteLine(output, "figure", "measured", "aim", "", "beside it");
    }

    public static void Write(TextWriter output, Figure figure)
    {
        var gauges = string.Join(", ", figure.Gauges.Select(gauge => $"{gauge.Name} {Number(gauge.Value, figure.Unit)}"));
        var spread = figure.Samples.Count == 1
            ? ""
            : $"; {figure.Samples.Count} runs, {Number(figure.Samples.Min(), figure.Unit)} to {Number(figure.Samples.Max(), figure.Unit)}";
        WriteLine(
            output,
            figure.Name,
            Number(figure.Median, figure.Unit),
            $"≤ {figure.Aim.ToString(CultureInfo.InvariantCulture)} {figure.Unit}",
            figure.Reached ? "reached" : "MISSED",
            gauges + spread);
    }

    private static string Number(double value, string unit) => $"{value.ToString("0.0", CultureInfo.InvariantCulture)} {unit}";

    private static void WriteLine(TextWriter output, string name, string measured, string aim, string reached, string beside) =>
        output.WriteLine($"{name,-26}{measured,12}{aim,12}  {reached,-8}{beside}".TrimEnd());
}
