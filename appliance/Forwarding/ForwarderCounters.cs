namespace Hearth.Forwarding;

/// <summary>What the forwarder has done since it started.</summary>
public sealed class ForwarderCounters : PacketCounters
{
    /// <summary>PIT entries that ended with Data.</summary>
    public long SatisfiedInterests { get; internal set; }

    /// <summary>PIT entries that ended without.</summary>
    public long UnsatisfiedInterests { get; internal set; }

    /// <summary>Data that nobody here asked for; dropped.</summary>
    public long UnsolicitedData { get; internal set; }

    /// <summary>Interests that the second tier was asked for, instead of the network.</summary>
    public long SecondTierInterests { get; internal set; }

    /// <summary>Interests that came a second time around, by PIT or dead nonce list.</summary>
    public long LoopedInterests { get; internal set; }

    /// <summary>Retransmitted Interests that a strategy held back.</summary>
    public long SuppressedInterests { get; internal set; }

    /// <summary>Packets dropped because <c>/localhost</c> or <c>/localhop</c> may not go that way.</summary>
    public long ScopeViolations { get; internal set; }

    /// <summary>Interests that went to everybody at home, for want of a route that answers.</summary>
    public long Discoveries { get; internal set; }

    /// <summary>Routes made or renewed from announcements.</summary>
    public long AnnouncementsLearned { get; internal set; }

    /// <summary>Announcements passed over: from beyond the home, of another prefix than the Data's, or not trusted.</summary>
    public long AnnouncementsRefused { get; internal set; }

    /// <summary>Interests that went elsewhere after a refusal.</summary>
    public long TriedElsewhere { get; internal set; }

    /// <summary>Interests refused because the PIT, or the face's share of it, was full.</summary>
    public long PitFull { get; internal set; }

    /// <summary>Packets dropped for a name of more than <see cref="ForwarderOptions.MaxNameComponents"/>.</summary>
    public long NamesTooLong { get; internal set; }

    /// <summary>Frames that brought no packet: malformed, empty, or part of one (<see cref="Face.LinkCounters"/>).</summary>
    public long FramesWithoutPacket { get; internal set; }

    /// <summary>Packets dropped for link-layer fields that may not be there.</summary>
    public long UnexpectedFields { get; internal set; }

    /// <summary>Nacks that answer nothing that was asked.</summary>
    public long UnexpectedNacks { get; internal set; }

    /// <summary>Packets from a face that is gone.</summary>
    public long UnknownFace { get; internal set; }
}
