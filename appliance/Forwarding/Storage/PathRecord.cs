namespace Hearth.Forwarding.Storage;

/// <summary>One path: a prefix and a face.</summary>
internal struct PathRecord
{
    /// <summary>Hash of the prefix.</summary>
    public ulong Prefix;

    /// <summary>The face; none in the record of the prefix itself.</summary>
    public FaceId Face;

    public bool IsUsed;

    /// <summary>Smoothed round-trip time and its variation, in milliseconds.</summary>
    public float RoundTrip;

    public float Variation;

    /// <summary>Answers that the round-trip time is made of.</summary>
    public int Samples;

    /// <summary>Interests without answer since the last one that had one.</summary>
    public int Silences;

    /// <summary>When something was noted last.</summary>
    public TimeSpan UsedAt;

    /// <summary>When another path of the prefix was last tried, in the record of the prefix itself.</summary>
    public TimeSpan ProbedAt;
}
