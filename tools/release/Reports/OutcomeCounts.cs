using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Updates.Rollout;

namespace Hearth.Release.Reports;

/// <summary>How many devices reported what, by bundle: sums in a file, and nothing else.</summary>
internal sealed class OutcomeCounts
{
    private readonly string path;
    private readonly JsonObject bundles;

    private OutcomeCounts(string path, JsonObject bundles) => (this.path, this.bundles) = (path, bundles);

    /// <summary>Reads the file; one that is not there has no sums.</summary>
    public static OutcomeCounts Open(string path) =>
        TryRead(path) is { } bundles && bundles.All(bundle => bundle.Value is JsonObject sums && IsSum(sums["succeeded"]) && IsSum(sums["failed"]))
            ? new OutcomeCounts(path, bundles)
            : throw new ReleaseException($"{path} holds something else than what `release collect` counts");

    /// <summary>Whether the file is there: from the first report on.</summary>
    public bool IsBegun => File.Exists(path);

    /// <summary>What was reported of a bundle.</summary>
    public OutcomeTally this[string bundle]
    {
        get
        {
            var tally = new OutcomeTally();
            tally.Add(NumberOf(bundle, "succeeded"), NumberOf(bundle, "failed"));
            return tally;
        }
    }

    /// <summary>Counts a report, and forgets the bundles that are no longer published.</summary>
    public void Add(OutcomeReport report, IEnumerable<string> published)
    {
        var tally = this[report.Bundle];
        tally.Add(report.Outcome);
        foreach (var gone in bundles.Select(bundle => bundle.Key).Except(published).ToList())
        {
            bundles.Remove(gone);
        }

        bundles[report.Bundle] = new JsonObject { ["succeeded"] = tally.Succeeded, ["failed"] = tally.Failed };
        Write();
    }

    private static JsonObject? TryRead(string path)
    {
        try
        {
            return File.Exists(path) || Directory.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) as JsonObject : [];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSum(JsonNode? node) => node is JsonValue value && value.TryGetValue(out int sum) && sum >= 0;

    private int NumberOf(string bundle, string key) => (int?)bundles[bundle]?[key] ?? 0;

    // Whoever reads it meanwhile finds the sums before or after.
    private void Write()
    {
        File.WriteAllBytes(path + ".new", Encoding.UTF8.GetBytes(bundles.ToJsonString()));
        File.Move(path + ".new", path, overwrite: true);
    }
}
