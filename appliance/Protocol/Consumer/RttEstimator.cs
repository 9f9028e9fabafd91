namespace Hearth.Protocol.Consumer;

/// <summary>Round-trip time and retransmission timeout (RFC 6298).</summary>
internal sealed class RttEstimator
{
    private static readonly TimeSpan InitialTimeout = TimeSpan.FromSeconds(1);

    // RFC 6298 says 1 s; Linux and ndn-cxx say 200 ms, as answers come without delayed acknowledgement.
    private static readonly TimeSpan LeastTimeout = TimeSpan.FromMilliseconds(200);

    // Longer than an Interest lives by default makes no sense.
    private static readonly TimeSpan MostTimeout = PacketLimits.DefaultInterestLifetime;

    // RFC 8985, section 6.2: a reordering window of quarters of the shortest round trip, one more each time it was too
    // short. A link that sends lost frames again by itself delays an answer by a whole round trip.
    private const int MostReorderingSteps = 8;

    private int reorderingSteps;
    private TimeSpan variation;
    private int backoff;

    /// <summary>Smoothed round-trip time; zero before the first sample.</summary>
    public TimeSpan Smoothed { get; private set; }

    /// <summary>Shortest round-trip time seen.</summary>
    public TimeSpan Shortest { get; private set; } = TimeSpan.MaxValue;

    /// <summary>When an Interest without answer is sent again.</summary>
    public TimeSpan Timeout
    {
        get
        {
            var timeout = Smoothed == TimeSpan.Zero ? InitialTimeout : Clamp(Expected);
            return Clamp(timeout * (1 << backoff));
        }
    }

    /// <summary>How long an answer takes at most, as far as experience goes: the timeout without its bounds.</summary>
    public TimeSpan Expected => Smoothed + (4 * variation) + (reorderingSteps == 0 ? TimeSpan.Zero : Shortest * reorderingSteps / 4);

    /// <summary>Takes a sample, of an Interest that was sent once (Karn's algorithm).</summary>
    public void AddSample(TimeSpan roundTrip)
    {
        backoff = 0;
        if (roundTrip < Shortest)
        {
            Shortest = roundTrip;
        }

        if (Smoothed == TimeSpan.Zero)
        {
            Smoothed = roundTrip;
            variation = roundTrip / 2;
            return;
        }

        variation = ((3 * variation) + (Smoothed - roundTrip).Duration()) / 4;
        Smoothed = ((7 * Smoothed) + roundTrip) / 8;
    }

    /// <summary>An answer that was given up as lost came after all: the next ones are waited for longer.</summary>
    public void WasTooShort() => reorderingSteps = Math.Min(reorderingSteps + 1, MostReorderingSteps);

    /// <summary>Doubles the timeout until the next sample.</summary>
    public void BackOff() => backoff = Math.Min(backoff + 1, 6);

    private static TimeSpan Clamp(TimeSpan timeout) =>
        timeout < LeastTimeout ? LeastTimeout : timeout > MostTimeout ? MostTimeout : timeout;
}
