namespace Hearth.Forwarding;

/// <summary>Who made a route; the numbers are those of NFD's RIB management. Other numbers are allowed.</summary>
public enum RouteOrigin : ulong
{
    /// <summary>An application registered the prefix.</summary>
    App = 0,

    /// <summary>A remote forwarder's automatic registration.</summary>
    AutoRegistration = 64,

    /// <summary>A client on this machine.</summary>
    Client = 65,

    /// <summary>A routing protocol.</summary>
    Nlsr = 128,

    /// <summary>Self-learning by prefix announcement.</summary>
    PrefixAnnouncement = 129,

    /// <summary>The owner, by hand.</summary>
    Static = 255,
}
