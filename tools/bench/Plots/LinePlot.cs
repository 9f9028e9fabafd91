using System.Globalization;
using System.Text;

namespace Hearth.Bench.Plots;

/// <summary>Lines over two axes, as an SVG file that a browser shows beside text, in light and in dark.</summary>
/// <param name="Title">What the plot says, in one line.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Lines">The lines.</param>
internal sealed record LinePlot(string Title, Axis X, Axis Y, IReadOnlyList<Series> Lines)
{
    private const double Width = 760;
    private const double Height = 400;
    private const double Left = 64;
    private const double Right = Width - 150;
    private const double Top = 56;
    private const double Bottom = Height - 60;

    // Below this two labels at the right end would touch.
    private const double LabelHeight = 18;

    /// <summary>Writes the file.</summary>
    public void Save(string path)
    {
        var svg = new StringBuilder();
        svg.Append(Svg.Head(Width, Height, Title));
        svg.Append(Svg.Text(20, 30, Title, "title"));
        svg.Append(Svg.Text(Left, Top - 8, Y.Title, "axis"));
        foreach (var tick in Y.Ticks)
        {
            svg.Append(Svg.Line(Left, YOf(tick), Right, YOf(tick), "grid"));
            svg.Append(Svg.Text(Left - 8, YOf(tick) + 4, Y.Format(tick), "tick end"));
        }

        foreach (var tick in X.Ticks)
        {
            svg.Append(Svg.Line(XOf(tick), Bottom, XOf(tick), Bottom + 5, "mark"));
            svg.Append(Svg.Text(XOf(tick), Bottom + 20, X.Format(tick), "tick middle"));
        }

        svg.Append(Svg.Line(Left, Bottom, Right, Bottom, "mark"));
        svg.Append(Svg.Text((Left + Right) / 2, Bottom + 44, X.Title, "axis middle"));
        foreach (var line in Lines)
        {
            svg.Append(Path(line));
        }

        var labelled = double.NegativeInfinity;
        foreach (var line in Lines.OrderBy(line => YOf(line.Points[^1].Y)))
        {
            labelled = Math.Max(labelled + LabelHeight, YOf(line.Points[^1].Y) + 4);
            svg.Append(Svg.Text(XOf(line.Points[^1].X) + 8, labelled, line.Label, "label", line.Color));
        }

        File.WriteAllText(path, svg.Append("</svg>\n").ToString());
    }

    private string Path(Series line)
    {
        var points = string.Join(' ', line.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{XOf(point.X):0.#},{YOf(point.Y):0.#}")));
        var path = $"<polyline class=\"line\" stroke=\"{line.Color}\"{(line.IsDashed ? " stroke-dasharray=\"6 5\"" : "")} points=\"{points}\"/>\n";
        return line.IsDashed ? path : path + string.Concat(line.Points.Select(point => Svg.Dot(XOf(point.X), YOf(point.Y), line.Color)));
    }

    private double XOf(double value) => Left + (X.Position(value) * (Right - Left));

    private double YOf(double value) => Bottom - (Y.Position(value) * (Bottom - Top));
}
