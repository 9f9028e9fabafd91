namespace Hearth.Updates.Rollout;

/// <summary>Counts reports of one bundle, and says when to stop its rollout.</summary>
public sealed class OutcomeTally
{
    /// <summary>The share of failures that a rollout may have.</summary>
    public const double MostFailures = 0.02;

    // One or two failures are some card or power supply.
    private const int FewestFailures = 3;

    // One-sided confidence of 99 %: a rollout without a fault is stopped by chance in one of a hundred looks.
    private const double Deviations = 2.326;

    /// <summary>Devices that confirmed it.</summary>
    public int Succeeded { get; private set; }

    /// <summary>Devices that did not.</summary>
    public int Failed { get; private set; }

    /// <summary>Takes a report.</summary>
    public void Add(UpdateOutcome outcome) => Add(outcome == UpdateOutcome.Confirmed ? 1 : 0, outcome == UpdateOutcome.Confirmed ? 0 : 1);

    /// <summary>Takes the sum of many.</summary>
    public void Add(int succeeded, int failed) => (Succeeded, Failed) = (Succeeded + succeeded, Failed + failed);

    /// <summary>Whether more fail than may, beyond what chance explains (the lower bound of Wilson's interval).</summary>
    public bool MustStop
    {
        get
        {
            double count = Succeeded + Failed;
            if (Failed < FewestFailures)
            {
                return false;
            }

            var share = Failed / count;
            var square = Deviations * Deviations;
            var middle = share + (square / (2 * count));
            var spread = Deviations * Math.Sqrt((share * (1 - share) / count) + (square / (4 * count * count)));
            return (middle - spread) / (1 + (square / count)) > MostFailures;
        }
    }
}
