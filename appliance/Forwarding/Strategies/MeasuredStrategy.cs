using System.Runtime.CompilerServices;

namespace Hearth.Forwarding.Strategies;

/// <summary>
/// A ranked strategy that goes by measured round-trip times. Now and then an Interest also goes a second way, the one
/// known the worst, so that a better one is found and one that came back is noticed.
/// </summary>
public abstract class MeasuredStrategy : RankedStrategy
{
    /// <inheritdoc/>
    public sealed override bool Measures => true;

    /// <inheritdoc/>
    public sealed override Choice Choose(in PendingInterest interest, Span<FaceId> next, TimeSpan now)
    {
        var isNew = !interest.IsPending(now);
        var choice = base.Choose(interest, next, now);
        return isNew && interest.NextHops.Length > 1 && interest.TryBeginProbe(Parameters.ProbingInterval, now)
            ? AddProbe(interest, next)
            : choice;
    }

    /// <summary>0 for a path that answers, 1 for one of which nothing is known, 2 for one that does not answer.</summary>
    protected int StateOf(in PendingInterest interest, FaceId face)
    {
        ref readonly var path = ref interest.PathTo(face);
        return Unsafe.IsNullRef(in path) ? 1 : path.Silences >= Parameters.MaxTimeouts ? 2 : path.Samples > 0 ? 0 : 1;
    }

    /// <summary>Smoothed round-trip time in milliseconds; 0 where none is known.</summary>
    protected static double RoundTripOf(in PendingInterest interest, FaceId face)
    {
        ref readonly var path = ref interest.PathTo(face);
        return Unsafe.IsNullRef(in path) ? 0 : path.RoundTrip;
    }

    private static Choice AddProbe(in PendingInterest interest, Span<FaceId> next)
    {
        var oldest = TimeSpan.MaxValue;
        foreach (var hop in interest.NextHops)
        {
            ref readonly var path = ref interest.PathTo(hop.Face);
            var known = Unsafe.IsNullRef(in path) ? TimeSpan.MinValue : path.UsedAt;
            if (hop.Face != next[0] && known < oldest)
            {
                (oldest, next[1]) = (known, hop.Face);
            }
        }

        return Choice.Forward(2);
    }
}
