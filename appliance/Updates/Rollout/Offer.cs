namespace Hearth.Updates.Rollout;

/// <summary>What a channel has for a device, and whether the device takes it.</summary>
/// <param name="Version">The version; empty where there is none.</param>
/// <param name="Changes">What changed, for the owner.</param>
/// <param name="Fault">Why it is not taken.</param>
/// <param name="NotBefore">When the device's turn comes, where it comes later.</param>
/// <param name="Board">The board that it is for; empty where that is not known.</param>
public sealed record Offer(string Version, string Changes, OfferFault Fault, DateTimeOffset? NotBefore = null, string Board = "")
{
    /// <summary>Decides.</summary>
    /// <param name="custom">The target's custom field, signed.</param>
    /// <param name="brake">The brake's custom field, signed; empty where there is none.</param>
    /// <param name="bundle">The hash of the manifest, in hex digits.</param>
    /// <param name="device">The device.</param>
    /// <param name="now">The time.</param>
    public static Offer Decide(ReadOnlySpan<byte> custom, ReadOnlySpan<byte> brake, string bundle, OfferedDevice device, DateTimeOffset now)
    {
        if (!RolloutPlan.TryRead(custom, out var plan))
        {
            return new Offer("", "", OfferFault.Malformed);
        }

        var order = ReleaseVersion.Compare(plan.Version, device.Version);
        var fault = plan.Board != device.Board ? OfferFault.WrongBoard
            : order == 0 ? OfferFault.Current
            : order < 0 ? OfferFault.Older
            : bundle == device.FellBackFrom && !device.IsToldNow ? OfferFault.FellBack
            : OfferFault.None;
        return fault != OfferFault.None
            ? new Offer(plan.Version, plan.Changes, fault, Board: plan.Board)
            : AtItsTurn(plan, RolloutBrake.TryRead(brake, out var read) ? read : null, bundle, device, now);
    }

    // An owner who says "now" does not wait for a wave, and is held back by the brake all the same.
    private static Offer AtItsTurn(RolloutPlan plan, RolloutBrake? brake, string bundle, OfferedDevice device, DateTimeOffset now) =>
        RolloutTurn.Decide(plan, brake, bundle, device.Identity.Span, now) switch
        {
            RolloutTurn.Stopped => new Offer(plan.Version, plan.Changes, OfferFault.Stopped),
            RolloutTurn.Later later when !device.IsToldNow => new Offer(plan.Version, plan.Changes, OfferFault.NotYet, later.At),
            _ => new Offer(plan.Version, plan.Changes, OfferFault.None),
        };
}
