namespace Hearth.Tests.Machine.Light;

/// <summary>
/// Names the rhythm of a light as a patient eye would. An emulated machine is late by tens of milliseconds, so counts decide
/// before lengths do, and lengths are compared with the middle between two rhythms.
/// </summary>
internal static class RhythmReader
{
    /// <summary>
    /// Lit for longer than this is steady. No rhythm stays lit for more than one second, but a process that is translated on a
    /// busy machine was seen to stand still for two in the middle of a flash.
    /// </summary>
    public static readonly TimeSpan Steady = TimeSpan.FromSeconds(4);

    /// <summary>A gap from here on ends a group of flashes: within groups none is longer than 0.5 s, between them none shorter than 0.9 s.</summary>
    private const double Pause = 0.7;

    /// <summary>How many even flashes make a rhythm without pauses; their mean length evens the lateness out.</summary>
    private const int EvenFlashes = 4;

    /// <summary>In seconds: the countdown's stretches differ by 0.16 s a flash, and half of one with half of the next looks like pairing.</summary>
    private const double Spread = 0.14;

    /// <summary>Slow flashes of which this many are enough: the first stretch of the countdown has but three.</summary>
    private const int SlowFlashes = 2;

    /// <summary>What the light shows.</summary>
    /// <param name="edges">What it did, in order.</param>
    /// <param name="now">The time at which it is looked at.</param>
    /// <returns>The rhythm and when it began; null where it is none, or none yet.</returns>
    public static SeenRhythm? Read(IReadOnlyList<LightEdge> edges, TimeSpan now)
    {
        if (edges.Count == 0)
        {
            return null;
        }

        var last = edges[^1];
        if (last.Lit && now - last.At >= Steady)
        {
            return new SeenRhythm(Rhythm.Serving, last.At);
        }

        var flashes = FlashesOf(edges, now);
        return ReadGroups(flashes) ?? ReadEven(flashes);
    }

    /// <summary>Two groups alike in succession, each closed by a pause.</summary>
    private static SeenRhythm? ReadGroups(List<Flash> flashes)
    {
        // What stands after the last pause is a group that has not ended.
        var end = flashes.FindLastIndex(flash => flash.Dark >= Pause);
        if (end < 0 || flashes.Count - 1 - end >= EvenFlashes)
        {
            return null;
        }

        var second = GroupThatEnds(flashes, end);
        if (second.Count == 0 || end - second.Count < 0)
        {
            return null;
        }

        var first = GroupThatEnds(flashes, end - second.Count);
        return NameOf(first) is { } rhythm && rhythm == NameOf(second) ? new SeenRhythm(rhythm, first[0].At) : null;
    }

    private static List<Flash> GroupThatEnds(List<Flash> flashes, int end)
    {
        var begin = end;
        while (begin > 0 && flashes[begin - 1].Dark < Pause)
        {
            begin--;
        }

        return flashes[begin..(end + 1)];
    }

    private static Rhythm? NameOf(List<Flash> group) => group switch
    {
        [{ Lit: < 0.45, Dark: < 1.2 }] => Rhythm.Starting,
        [{ Lit: > 0.7, Dark: < 1.4 }] => Rhythm.Updating,
        [{ Lit: > 0.5 }, { Lit: < 0.5 }, { Lit: > 0.5 }] => Rhythm.Identify,
        [{ Lit: < 0.5, Dark: < 0.5 }, { Lit: < 0.5, Dark: > 1.2 }] => Rhythm.Unclaimed,
        [{ Lit: < 0.4, Dark: < 0.4 }, { Lit: < 0.4, Dark: < 0.4 }, { Lit: < 0.4, Dark: > 0.9 }] => Rhythm.Fault,
        [{ Lit: < 0.5 }, { Lit: < 0.5 }, { Lit: < 0.5 }, { Lit: < 0.5, Dark: > 1.2 }] => Rhythm.NoNetwork,
        _ => null,
    };

    /// <summary>Flashes without a pause: the window's and the countdown's.</summary>
    private static SeenRhythm? ReadEven(List<Flash> flashes)
    {
        var run = flashes[(flashes.FindLastIndex(flash => flash.Dark >= Pause) + 1)..].TakeWhile(flash => flash.IsWhole).ToList();
        if (run.Count >= SlowFlashes && run[^SlowFlashes..].All(flash => flash is { Lit: > 0.38 and < 0.65, Dark: > 0.38 }))
        {
            return new SeenRhythm(Rhythm.ResetCountdown, run[^SlowFlashes].At);
        }

        if (run.Count < EvenFlashes)
        {
            return null;
        }

        var recent = run[^EvenFlashes..];
        var share = recent.Sum(flash => flash.Lit) / recent.Sum(flash => flash.Length);
        var spread = recent.Max(flash => flash.Length) - recent.Min(flash => flash.Length);
        if (share is < 0.35 or > 0.65 || spread > Spread)
        {
            return null;
        }

        return recent.Average(flash => flash.Length) switch
        {
            < 0.28 => null,
            < 0.37 => new SeenRhythm(Rhythm.ResetCountdown, recent[0].At),
            < 0.45 => new SeenRhythm(Rhythm.Pairing, recent[0].At),
            < 0.6 => new SeenRhythm(Rhythm.ResetCountdown, recent[0].At),
            _ => null,
        };
    }

    /// <summary>Every flash that has ended; the dark after the last one goes on.</summary>
    private static List<Flash> FlashesOf(IReadOnlyList<LightEdge> edges, TimeSpan now)
    {
        var flashes = new List<Flash>();
        for (var i = 0; i + 1 < edges.Count; i++)
        {
            if (edges[i].Lit && !edges[i + 1].Lit)
            {
                var isWhole = i + 2 < edges.Count;
                var dark = (isWhole ? edges[i + 2].At : now) - edges[i + 1].At;
                flashes.Add(new Flash(edges[i].At, (edges[i + 1].At - edges[i].At).TotalSeconds, dark.TotalSeconds, isWhole));
            }
        }

        return flashes;
    }

    /// <summary>One flash, in seconds.</summary>
    private readonly record struct Flash(TimeSpan At, double Lit, double Dark, bool IsWhole)
    {
        public double Length => Lit + Dark;
    }
}
