using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Updates.Rollout;

namespace Hearth.Release.Commands;

/// <summary>The waves of a rollout: 1, 5, 15, 40, 60, 90 and 100 of a hundred devices, with days between.</summary>
internal static class Waves
{
    /// <summary>Two days at first: the quiet hours of all time zones, and a report's delay.</summary>
    public const string DaysBetween = "2,2,2,1,1,1";

    private static readonly int[] Permille = [10, 50, 150, 400, 600, 900, RolloutPlan.Everyone];

    /// <summary>The rollout as a target's metadata has it.</summary>
    public static JsonObject Describe(string days, DateTimeOffset start)
    {
        var (steps, hours) = (new JsonArray(), 0);
        int[] between = [0, .. ReadDays(days)];
        for (var i = 0; i < Permille.Length; i++)
        {
            hours += 24 * between[i];
            steps.Add(new JsonObject { ["permille"] = Permille[i], ["hours"] = hours });
        }

        return new JsonObject
        {
            ["start"] = start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["steps"] = steps,
        };
    }

    private static List<int> ReadDays(string days)
    {
        var read = new List<int>();
        foreach (var word in days.Split(','))
        {
            read.Add(int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 60 ? number : -1);
        }

        return read.Count == Permille.Length - 1 && !read.Contains(-1)
            ? read
            : throw new WrongUsageException($"--days {days}: {Permille.Length - 1} whole numbers with commas between, such as {DaysBetween}");
    }
}
