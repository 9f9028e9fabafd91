namespace Hearth.Updates.Rollout;

/// <summary>Whether it is a device's turn to take a bundle.</summary>
public abstract record RolloutTurn
{
    private RolloutTurn()
    {
    }

    /// <summary>It is.</summary>
    public sealed record Now : RolloutTurn;

    /// <summary>Not yet: at that time, unless it is held back by then.</summary>
    public sealed record Later(DateTimeOffset At) : RolloutTurn;

    /// <summary>The rollout stopped before the device's turn came.</summary>
    public sealed record Stopped : RolloutTurn;

    /// <summary>Decides.</summary>
    /// <param name="plan">What the bundle's metadata says.</param>
    /// <param name="brake">What holds it back; null where nothing does.</param>
    /// <param name="bundle">The hash of the manifest, in hex digits.</param>
    /// <param name="device">What tells the device from all others.</param>
    /// <param name="now">The time.</param>
    public static RolloutTurn Decide(RolloutPlan plan, RolloutBrake? brake, string bundle, ReadOnlySpan<byte> device, DateTimeOffset now)
    {
        var place = RolloutPlan.PlaceOf(bundle, device);
        if (brake is not null && brake.Bundle == bundle && place >= brake.Permille)
        {
            return new Stopped();
        }

        foreach (var step in plan.Steps)
        {
            if (place < step.Permille)
            {
                var at = plan.Start.AddHours(step.AfterHours);
                return at <= now ? new Now() : new Later(at);
            }
        }

        // The plan ends before everyone.
        return new Stopped();
    }
}
