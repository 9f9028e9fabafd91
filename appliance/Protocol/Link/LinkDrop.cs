namespace Hearth.Protocol.Link;

/// <summary>Why a <see cref="LinkService"/> dropped a frame or a packet: the closed set by which it counts.</summary>
public enum LinkDrop
{
    /// <summary>The frame is no link-layer packet; <see cref="LinkCounters.Malformed"/> tells more.</summary>
    Malformed,

    /// <summary>The network packet, reassembled or not, is larger than <see cref="PacketLimits.MaxPacketSize"/>.</summary>
    PacketTooLarge,

    /// <summary>A fragment without sequence number, or without bytes.</summary>
    IncompleteFragment,

    /// <summary>A packet in more than <see cref="LinkService.MaxFragments"/> fragments.</summary>
    TooManyFragments,

    /// <summary>A fragment that says another number of fragments than the first of its packet that came.</summary>
    FragCountChanged,

    /// <summary>A fragment that came already.</summary>
    DuplicateFragment,

    /// <summary>The header fields of a fragmented packet are longer than <see cref="LinkService.MaxHeaderFieldsSize"/>.</summary>
    HeaderTooLarge,

    /// <summary>The oldest incomplete packet, given up for a newer one.</summary>
    Evicted,

    /// <summary>An incomplete packet whose time was over.</summary>
    TimedOut,

    /// <summary>A fragment for which the pool had no room.</summary>
    PoolExhausted,

    /// <summary>A packet to send that does not fit into the link's frames.</summary>
    Unfragmentable,

    /// <summary>A frame of a reliable link that came already: its Ack was lost.</summary>
    DuplicateFrame,

    /// <summary>A frame of a reliable link that was sent again often enough, or gave way to newer ones.</summary>
    GivenUp,

    /// <summary>A frame of a reliable link that was sent but could not be kept for sending it again.</summary>
    NotKept,

    /// <summary>An Ack that gave way to newer ones.</summary>
    AckDropped,
}
