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
        var gauges = string.Join(", ", figure.Gauges.Select(gauge => $"{gauge.Name} {Number(gauge.Value, gauge.Unit)}"));
        var spread = figure.Samples.Count == 1
            ? ""
            : $"; {figure.Samples.Count} runs, {Number(figure.Samples.Min(), figure.Unit)} to {Number(figure.Samples.Max(), figure.Unit)}";
        WriteLine(
            output,
            figure.Name,
            Number(figure.Median, figure.Unit),
            figure.Aim is { } aim ? $"{(aim.IsLeast ? '≥' : '≤')} {aim.Value.ToString(CultureInfo.InvariantCulture)} {figure.Unit}" : "",
            figure.Aim is not { } bound ? "" : bound.IsReachedBy(figure.Median) ? "reached" : "MISSED",
            gauges + spread);
    }

    // Three digits are what such a measurement is good for.
    private static string Number(double value, string unit)
    {
        var format = Math.Abs(value) switch
        {
            < 10 => "0.00",
            < 1000 => "0.0",
            _ => "#,0",
        };
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
    }

    private static void WriteLine(TextWriter output, string name, string measured, string aim, string reached, string beside) =>
        output.WriteLine($"{name,-34}{measured,13}{aim,13}  {reached,-8}{beside}".TrimEnd());
}
