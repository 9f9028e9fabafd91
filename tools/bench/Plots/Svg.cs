using System.Globalization;

namespace Hearth.Bench.Plots;

/// <summary>The few elements of SVG that a plot is drawn with. Its colours turn with the reader's light or dark page.</summary>
internal static class Svg
{
    private const string Style = """
        <style>
        svg { background: #fff; font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #222; }
        .title { font-size: 16px; font-weight: 600; }
        .axis, .tick { fill: #666; font-size: 12px; }
        .end { text-anchor: end; } .middle { text-anchor: middle; }
        .grid { stroke: #e3e3e3; } .mark { stroke: #888; }
        .aim { stroke: #222; stroke-width: 2; }
        .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
        .bar { fill: #2f6f8f; } .other { fill: #c5c5c5; }
        @media (prefers-color-scheme: dark) {
          svg { background: #16191d; fill: #e6e6e6; } .axis, .tick { fill: #a0a0a0; }
          .grid { stroke: #2c3238; } .mark { stroke: #777; } .aim { stroke: #e6e6e6; } .other { fill: #555; } .bar { fill: #4f9dc0; }
        }
        </style>

        """;

    public static string Head(double width, double height, string title) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0} {height:0}\" width=\"{width:0}\" height=\"{height:0}\" role=\"img\">\n<title>{Escape(title)}</title>\n{Style}");

    public static string Text(double x, double y, string text, string kind, string? color = null) => string.Create(
        CultureInfo.InvariantCulture,
        $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" class=\"{kind}\"{(color is null ? "" : $" style=\"fill: {color}\"")}>{Escape(text)}</text>\n");

    public static string Line(double x1, double y1, double x2, double y2, string kind) => string.Create(
        CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" class=\"{kind}\"/>\n");

    public static string Dot(double x, double y, string color) => string.Create(
        CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3.5\" fill=\"{color}\"/>\n");

    public static string Box(double x, double y, double width, double height, string kind) => string.Create(
        CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{Math.Max(0, width):0.#}\" height=\"{height:0.#}\" rx=\"2\" class=\"{kind}\"/>\n");

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;");
}
