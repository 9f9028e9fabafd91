namespace Hearth.Updates.Schedule;

/// <summary>What a schedule goes by.</summary>
public sealed record ScheduleState
{
    /// <summary>What the owner asked for; goes before everything but an upload.</summary>
    public UpdateAction Asked { get; init; }

    /// <summary>The node's start; a first look comes some time after it.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When a round last ended; null before the first.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Rounds in a row that failed.</summary>
    public int Failures { get; init; }

    /// <summary>There is a newer version, and this device may have it.</summary>
    public bool IsAvailable { get; init; }

    /// <summary>When this device's turn for it comes; null where it is there.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>A round is under way, or the version that runs has to prove itself: nothing begins meanwhile.</summary>
    public bool IsBusy { get; init; }

    /// <summary>The owner is uploading.</summary>
    public bool IsUploading { get; init; }

    /// <summary>Where in its spans this device is, from 0 to 1, so that not all ask at the same time.</summary>
    public double Jitter { get; init; }

    /// <summary>How far the owner's clock is ahead of UTC.</summary>
    public TimeSpan UtcOffset { get; init; }
}
