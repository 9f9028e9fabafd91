namespace Hearth.Faces;

/// <summary>Why a face was closed: what the log says, and what is counted.</summary>
internal enum FaceCloseReason
{
    /// <summary>The peer closed the connection, or it broke.</summary>
    PeerGone,

    /// <summary>What came is no NDN packet.</summary>
    NotPackets,

    /// <summary>A packet was begun and not finished in time.</summary>
    PartialPacketTimeout,

    /// <summary>A packet was begun, and there was no memory to keep its beginning in.</summary>
    NoMemory,

    /// <summary>Nothing came or went for so long that an on-demand face has no use.</summary>
    Idle,

    /// <summary>Its place was needed for another face, and it was idle the longest.</summary>
    GaveWay,

    /// <summary>Its network interface went away, or lost the address.</summary>
    LinkGone,

    /// <summary>The neighbour that it was dialled for is announced no longer.</summary>
    NeighbourGone,

    /// <summary>Management asked for it.</summary>
    Destroyed,

    /// <summary>The node ends.</summary>
    Shutdown,
}
