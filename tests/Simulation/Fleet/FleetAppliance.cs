using Hearth.Release;
using Hearth.Release.Signing;
using Hearth.Updates.Rollout;
using Hearth.Updates.Tuf;
using Hearth.Updating;

namespace Hearth.Tests.Fleet;

/// <summary>An appliance that looks for updates once a day, with the shipped TUF client, and takes what it should.</summary>
internal sealed class FleetAppliance
{
    public const string Board = "test/board";

    private readonly byte[] identity = new byte[32];
    private readonly PublishedMetadata trusted;
    private readonly bool reports;
    private readonly double reportDelay;
    private readonly bool breaks;
    private readonly int checkHour;
    private OutcomeReporting reporting = new();
    private string? tookLast;

    public FleetAppliance(PublishedFolder channels, Random random, bool breaks, bool reports)
    {
        random.NextBytes(identity);
        (this.breaks, checkHour, reportDelay) = (breaks, random.Next(24), random.NextDouble());
        trusted = new PublishedMetadata(channels, channels.Read("metadata/1.root.json"));
        this.reports = reports;
    }

    public FleetSlots Slots { get; } = new("1");

    public int Starts { get; private set; }

    /// <summary>An hour of its life; what it reports then.</summary>
    public OutcomeReport? Live(DateTimeOffset now)
    {
        if (now.Hour == checkHour)
        {
            Check(now);
        }

        if (!reports || !reporting.IsDue(now))
        {
            return null;
        }

        var report = reporting.Waiting;
        reporting = reporting.Given(now);
        return report;
    }

    private void Check(DateTimeOffset now)
    {
        var client = new TufClient(trusted, new MetadataSignatures(), new TufLimits(), now, DateTimeOffset.MinValue);
        if (trusted.Run(client.Refresh(), client) is not TufStep.Refreshed
            || trusted.Run(client.Find($"stable/{Board}/bundle"), client) is not TufStep.Found bundle
            || !RolloutPlan.TryRead(bundle.Target.Custom.Span, out var plan))
        {
            return;
        }

        var hash = bundle.Target.Hashes[0].Digest;
        var brake = trusted.Run(client.Find($"brake/stable/{Board}"), client) is TufStep.Found found
            && RolloutBrake.TryRead(found.Target.Custom.Span, out var read) ? read : null;
        if (hash != tookLast && plan.Version != Slots.RunningVersion && RolloutTurn.Decide(plan, brake, hash, identity, now) is RolloutTurn.Now)
        {
            tookLast = hash;
            Take(plan.Version, hash, now);
        }
    }

    private void Take(string version, string bundle, DateTimeOffset now)
    {
        Slots.Install(version);
        do
        {
            // A start that comes to nothing ends with the watchdog, and the next one begins.
            Slots.Start(started => !(breaks && started == version));
            Starts++;
        }
        while (Slots.Running is null && Starts < 10);

        var outcome = Slots.RunningVersion == version ? UpdateOutcome.Confirmed : UpdateOutcome.FellBack;
        reporting = reporting.Observe(new OutcomeReport(bundle, outcome), 6 * TimeSpan.FromHours(reportDelay), now);
    }
}
