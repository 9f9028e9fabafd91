namespace Hearth.Faces;

/// <summary>Bounds of the face system.</summary>
internal sealed record FaceLimits
{
    /// <summary>Faces at once. Each open connection is a descriptor, so the shell sets it below the process's limit.</summary>
    public int Faces { get; init; } = 10_240;

    /// <summary>
    /// Bounds for a process that may have so many descriptors open. A quarter is left to the repo, the panel and the
    /// connections that are being refused: strangers who connect must not keep the owner from the files.
    /// </summary>
    public static FaceLimits Within(long descriptors)
    {
        var most = new FaceLimits();
        return most with { Faces = (int)Math.Min(most.Faces, descriptors / 4 * 3) };
    }

    /// <summary>
    /// Bytes that all faces together may queue. An eighth of the smallest board's memory (512 MB): a home has few
    /// readers that are slow at the same time, and whoever opens thousands gets no more than this.
    /// </summary>
    public long QueuedBytes { get; init; } = 64L << 20;

    /// <summary>On-demand faces of the network that carried nothing for so long are closed; NFD's default.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often idle faces are looked for: a tenth of <see cref="IdleTimeout"/> is exact enough.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// When there is no room, the on-demand face that was idle the longest gives way, but only after this: two Interest
    /// lifetimes, in which an active peer would have said something.
    /// </summary>
    public TimeSpan GiveWayAfter { get; init; } = TimeSpan.FromSeconds(8);
}
