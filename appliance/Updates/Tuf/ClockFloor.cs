namespace Hearth.Updates.Tuf;

/// <summary>
/// The earliest that it can be, for a device whose clock may be wrong: the newest of the software's build time and the
/// issue time in verified metadata. Time from the network never raises it, so that a forged one is forgotten at the next
/// start and cannot make everything look expired for ever.
/// </summary>
public static class ClockFloor
{
    /// <summary>
    /// The floor after a refresh; its caller stores it. No issue time raises it beyond the first expiry among the verified
    /// metadata: whoever has stolen the timestamp's key cannot move it past what the offline keys have signed.
    /// </summary>
    /// <param name="floor">The floor so far.</param>
    /// <param name="verified">All metadata of the refresh.</param>
    public static DateTimeOffset Raise(DateTimeOffset floor, params ReadOnlySpan<Metadata> verified)
    {
        var (issued, expires) = (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        foreach (var metadata in verified)
        {
            issued = metadata.Issued > issued ? metadata.Issued.Value : issued;
            expires = metadata.Expires < expires ? metadata.Expires : expires;
        }

        var reached = issued < expires ? issued : expires;
        return reached > floor ? reached : floor;
    }
}
