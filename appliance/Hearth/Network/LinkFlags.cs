namespace Hearth.Network;

/// <summary>What the kernel says of an interface; the bits that matter here of <c>include/uapi/linux/if.h</c>.</summary>
[Flags]
internal enum LinkFlags : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Switched on.</summary>
    Up = 0x1,

    /// <summary>The machine's own.</summary>
    Loopback = 0x8,

    /// <summary>A tunnel to one peer, which is no neighbourhood.</summary>
    PointToPoint = 0x10,

    /// <summary>It has a carrier.</summary>
    Running = 0x40,

    /// <summary>It carries multicast.</summary>
    Multicast = 0x1000,

    /// <summary>All of them; other bits change without meaning anything here.</summary>
    All = Up | Loopback | PointToPoint | Running | Multicast,
}
