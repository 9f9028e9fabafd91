namespace Hearth.Forwarding;

/// <summary>A way to reach a prefix. Face and origin tell one route of a prefix from another.</summary>
public readonly record struct Route(FaceId Face, RouteOrigin Origin, ulong Cost, RouteInheritance Flags)
{
    /// <summary>When it ends, on the same clock as <c>now</c>; null for never.</summary>
    public TimeSpan? ExpiresAt { get; init; }

    /// <summary>What neighbours are given who want to learn of the prefix: a signed prefix announcement; empty for nothing.</summary>
    public ReadOnlyMemory<byte> Announcement { get; init; }
}
