using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Forwarding;

/// <summary>Sizes of the forwarder's tables. Each is a bound: what does not fit is refused or evicted, and counted.</summary>
public sealed record ForwarderOptions
{
    /// <summary>
    /// Longest name that is forwarded, in components. Work on a packet grows with its components, and nobody is known
    /// to use a quarter of this (NFD's name tree stops at 32).
    /// </summary>
    public const int MaxNameComponents = 128;

    /// <summary>Most faces at a time.</summary>
    public int MaxFaces { get; init; } = 16_384;

    /// <summary>Memory of pending Interests in bytes; one with a short name takes about 340.</summary>
    public int PitBytes { get; init; } = 32 << 20;

    /// <summary>Memory of cached Data in bytes, everything that belongs to it included.</summary>
    public long ContentStoreBytes { get; init; } = 64L << 20;

    /// <summary>Nonces remembered after their PIT entry is gone.</summary>
    public int DeadNonces { get; init; } = 131_072;

    /// <summary>Most paths, each a prefix and a face, whose round-trip times are known; 56 bytes each once there are any.</summary>
    public int Measurements { get; init; } = 16_384;

    /// <summary>Whose announcements routes are made from, by strategies that discover them; null for nobody's.</summary>
    public AnnouncementTrust? TrustsAnnouncement { get; init; }

    /// <summary>Most prefixes in the FIB, and most routes in the RIB.</summary>
    public int MaxPrefixes { get; init; } = 1_048_576;

    /// <summary>Most packets that are put together from fragments at a time, each in about 11 KiB.</summary>
    public int PartialPackets { get; init; } = ReassemblyPool.DefaultLimit;

    /// <summary>Most frames of reliable links that are kept until their peers acknowledge them, each in 1.5 KiB.</summary>
    public int UnacknowledgedFrames { get; init; } = RetransmissionPool.DefaultLimit;

    /// <summary>
    /// Names of the region this node is in: an Interest whose forwarding hint names one of them has arrived and goes on
    /// by its own name (NFD's network region table).
    /// </summary>
    public IReadOnlyList<Name> ProducerRegions { get; init; } = [];
}
