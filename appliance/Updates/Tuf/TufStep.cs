namespace Hearth.Updates.Tuf;

/// <summary>What a <see cref="TufClient"/> needs or says next.</summary>
public abstract record TufStep
{
    private TufStep()
    {
    }

    /// <summary>To be carried out, in this order, before anything else.</summary>
    public IReadOnlyList<TrustedChange> Changes { get; init; } = [];

    /// <summary>Get this file from the repository's metadata, then call <see cref="TufClient.Give"/> or <see cref="TufClient.GiveAbsent"/>.</summary>
    /// <param name="File">Its name, percent-encoded: ready to be put behind the repository's URL.</param>
    /// <param name="MostBytes">Read no further than one byte beyond.</param>
    public sealed record Fetch(string File, int MostBytes) : TufStep;

    /// <summary>All metadata is fresh and verified; targets can be looked for.</summary>
    /// <param name="ClockFloor">The floor from now on; to be stored.</param>
    public sealed record Refreshed(DateTimeOffset ClockFloor) : TufStep;

    /// <summary>The target is described by a trusted role.</summary>
    /// <param name="Target">Checked by a <see cref="TargetCheck"/>.</param>
    /// <param name="RemotePath">Where the repository has it, below its URL of targets.</param>
    public sealed record Found(TargetFile Target, string RemotePath) : TufStep;

    /// <summary>It ends here; what was trusted before still is.</summary>
    public sealed record Refused(TufRefusal Refusal) : TufStep;
}
