using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Tests.Machine.Images;
using Xunit;

namespace Hearth.Tests.Machine;

/// <summary>What a test measured, on a line of its own in the run's output.</summary>
internal static class Measured
{
    public static void Say(FormattableString what) =>
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(what));

    /// <summary>Leaves a figure beside the image that it is of, where <c>make bench</c> finds it.</summary>
    /// <param name="image">What was started.</param>
    /// <param name="name">What was measured, such as <c>powerToServingSeconds</c>.</param>
    /// <param name="value">The figure.</param>
    public static void Keep(ImageBuild image, string name, double value)
    {
        var file = Path.Combine(Path.GetDirectoryName(image.Disk)!, "measured.json");
        var figures = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : [];
        figures["payload"] = image.IsTranslated ? "translated" : "native";
        figures["busy"] = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
        figures[name] = Math.Round(value, 1);
        File.WriteAllText(file, figures.ToJsonString());
    }
}
