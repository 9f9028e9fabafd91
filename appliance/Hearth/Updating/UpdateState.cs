using Hearth.Web;

namespace Hearth.Updating;

/// <summary>What the node keeps of its updates, over restarts.</summary>
internal sealed record UpdateState
{
    /// <summary>When a round last ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Rounds in a row that failed.</summary>
    public int Failures { get; init; }

    /// <summary>The last round's end.</summary>
    public UpdateReport Last { get; init; } = new() { Phase = UpdatePhase.Never };

    /// <summary>What is being tried; null where nothing is. Going back, it has no version to go to.</summary>
    public UpdateEvent? Trial { get; init; }

    /// <summary>The start of the machine during which it was written; it is tried by the next one.</summary>
    public string? TrialBoot { get; init; }

    /// <summary>The hash of its bundle's manifest, in hex digits; null where it was not fetched now.</summary>
    public string? TrialBundle { get; init; }

    /// <summary>Updates that came to an end, the last one first.</summary>
    public IReadOnlyList<UpdateEvent> History { get; init; } = [];

    /// <summary>How far the owner's clock is ahead of UTC, in minutes.</summary>
    public int UtcOffsetMinutes { get; init; }

    /// <summary>Where in its spans this device is.</summary>
    public double? Jitter { get; init; }
}
