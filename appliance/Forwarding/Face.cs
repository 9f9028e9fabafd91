using Hearth.Protocol.Link;

namespace Hearth.Forwarding;

/// <summary>A face in the table.</summary>
public sealed class Face
{
    internal Face(FaceId id, FaceInfo info, LinkService link)
    {
        Id = id;
        Info = info;
        Link = link;
    }

    /// <summary>Its number.</summary>
    public FaceId Id { get; }

    /// <summary>What it is; replaced as a whole when management updates it.</summary>
    public FaceInfo Info { get; set; }

    /// <summary>What it has carried.</summary>
    public FaceCounters Counters { get; } = new();

    /// <summary>What its link layer has done and dropped.</summary>
    public LinkCounters LinkCounters => Link.Counters;

    /// <summary>Whether its link works. One that has failed and may come back is asked for nothing meanwhile.</summary>
    public bool IsUp { get; internal set; } = true;

    internal LinkService Link { get; }

    /// <summary>Marks packets while the face's queue is slow; null without marking.</summary>
    internal CongestionMarker? Marker { get; set; }

    /// <summary>What the face's packets wait in before they leave; null where its transport knows none.</summary>
    internal SendBacklog? Backlog { get; init; }

    /// <summary>Whether the forwarder has noted that the link has a deadline.</summary>
    internal bool IsWatched { get; set; }

    /// <summary>Blocks of the PIT that its pending Interests are charged for.</summary>
    internal int PitCharge { get; set; }

    internal bool IsLocal => Info.Scope == FaceScope.Local;
}
