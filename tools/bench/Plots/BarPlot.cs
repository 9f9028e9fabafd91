using System.Globalization;
using System.Text;

namespace Hearth.Bench.Plots;

/// <summary>Bars of one unit, each beside what it is compared with, as an SVG file.</summary>
/// <param name="Title">What the plot says, in one line.</param>
/// <param name="Scale">The horizontal axis.</param>
/// <param name="Bars">From the top.</param>
internal sealed record BarPlot(string Title, Axis Scale, IReadOnlyList<Bar> Bars)
{
    private const double Width = 760;
    private const double Left = 210;
    private const double Right = Width - 60;
    private const double Top = 56;
    private const double RowHeight = 54;
    private const double Thickness = 20;

    /// <summary>Writes the file.</summary>
    public void Save(string path)
    {
        var bottom = Top + (Bars.Count * RowHeight);
        var svg = new StringBuilder();
        svg.Append(Svg.Head(Width, bottom + 60, Title));
        svg.Append(Svg.Text(20, 30, Title, "title"));
        foreach (var tick in Scale.Ticks)
        {
            svg.Append(Svg.Line(XOf(tick), Top, XOf(tick), bottom, "grid"));
            svg.Append(Svg.Text(XOf(tick), bottom + 20, Scale.Format(tick), "tick middle"));
        }

        svg.Append(Svg.Text((Left + Right) / 2, bottom + 44, Scale.Title, "axis middle"));
        for (var i = 0; i < Bars.Count; i++)
        {
            Draw(svg, Bars[i], Top + (i * RowHeight) + 10);
        }

        File.WriteAllText(path, svg.Append("</svg>\n").ToString());
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private void Draw(StringBuilder svg, Bar bar, double y)
    {
        svg.Append(Svg.Text(Left - 10, y + 15, bar.Label, "label end"));
        svg.Append(Svg.Box(Left, y, XOf(bar.Value) - Left, Thickness, "bar"));
        svg.Append(Svg.Text(XOf(bar.Value) + 8, y + 15, Number(bar.Value), "label"));
        if (bar.Other is { } other)
        {
            svg.Append(Svg.Box(Left, y + Thickness + 3, XOf(other) - Left, Thickness / 2, "other"));
            svg.Append(Svg.Text(XOf(other) + 8, y + Thickness + 12, $"{bar.OtherLabel} {Number(other)}", "tick"));
        }

        if (bar.Aim is { } aim)
        {
            svg.Append(Svg.Line(XOf(aim), y - 4, XOf(aim), y + Thickness, "aim"));
        }
    }

    private double XOf(double value) => Left + (Math.Min(1, Scale.Position(value)) * (Right - Left));
}
