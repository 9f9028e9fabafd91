using System.Runtime.CompilerServices;
using Hearth.Forwarding.Storage;

namespace Hearth.Forwarding;

/// <summary>
/// What became of Interests, by the prefix they were routed by and the face they went to: how long answers take, and
/// how often none came. Only strategies that ask for it have it measured. A table of fixed size: of eight places that a
/// path may have, the one used least recently gives way.
/// </summary>
public sealed class Measurements
{
    private const int Ways = 8;

    // As RFC 6298 smooths: by eighths, and by quarters for the variation.
    private const double Gain = 1.0 / 8;
    private const double VariationGain = 1.0 / 4;

    private readonly int sets;
    private PathRecord[] records = [];

    internal Measurements(int capacity) => sets = Math.Max(1, capacity / Ways);

    /// <summary>Paths that are known.</summary>
    public int Count { get; private set; }

    /// <summary>Most paths that are known at a time.</summary>
    public int Capacity => sets * Ways;

    /// <summary>Paths that gave way to others.</summary>
    public long Evicted { get; private set; }

    /// <summary>What is known of a path; a null reference when nothing is.</summary>
    internal ref readonly PathRecord Find(ulong prefix, FaceId face)
    {
        if (records.Length > 0)
        {
            foreach (ref readonly var record in SetOf(prefix, face))
            {
                if (record.Prefix == prefix && record.Face == face)
                {
                    return ref record;
                }
            }
        }

        return ref Unsafe.NullRef<PathRecord>();
    }

    /// <summary>Notes that an answer came.</summary>
    internal void Answered(ulong prefix, FaceId face, TimeSpan roundTrip, TimeSpan now)
    {
        ref var record = ref FindOrAdd(prefix, face, now);
        var sample = roundTrip.TotalMilliseconds;
        record.Silences = 0;
        if (record.Samples == 0)
        {
            record.RoundTrip = (float)sample;
            record.Variation = (float)(sample / 2);
        }
        else
        {
            record.Variation += (float)((Math.Abs(sample - record.RoundTrip) - record.Variation) * VariationGain);
            record.RoundTrip += (float)((sample - record.RoundTrip) * Gain);
        }

        record.Samples = Math.Min(record.Samples + 1, int.MaxValue - 1);
    }

    /// <summary>Notes that none came in time, or a refusal.</summary>
    internal void Failed(ulong prefix, FaceId face, TimeSpan now)
    {
        ref var record = ref FindOrAdd(prefix, face, now);
        record.Silences = Math.Min(record.Silences + 1, int.MaxValue - 1);
    }

    /// <summary>Whether an interval has passed since this last said so for a prefix; a prefix that is new begins one.</summary>
    internal bool TryBeginProbe(ulong prefix, TimeSpan interval, TimeSpan now)
    {
        ref var record = ref FindOrAdd(prefix, default, now);
        if (record.Samples > 0 && now - record.ProbedAt < interval)
        {
            return false;
        }

        record.Samples = 1;
        record.ProbedAt = now;
        return true;
    }

    private ref PathRecord FindOrAdd(ulong prefix, FaceId face, TimeSpan now)
    {
        if (records.Length == 0)
        {
            records = new PathRecord[sets * Ways];
        }

        var set = SetOf(prefix, face);
        var oldest = 0;
        for (var i = 0; i < set.Length; i++)
        {
            if (set[i].IsUsed && set[i].Prefix == prefix && set[i].Face == face)
            {
                set[i].UsedAt = now;
                return ref set[i];
            }

            oldest = !set[i].IsUsed || (set[oldest].IsUsed && set[i].UsedAt < set[oldest].UsedAt) ? i : oldest;
        }

        ref var record = ref set[oldest];
        if (record.IsUsed)
        {
            Evicted++;
        }
        else
        {
            Count++;
        }

        record = new PathRecord { Prefix = prefix, Face = face, IsUsed = true, UsedAt = now };
        return ref record;
    }

    // Prefixes are hashed under a secret key, so nobody chooses their places.
    private Span<PathRecord> SetOf(ulong prefix, FaceId face) =>
        records.AsSpan((int)((prefix + (face.Value * 0x9E3779B97F4A7C15)) % (ulong)sets) * Ways, Ways);
}
