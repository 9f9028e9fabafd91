namespace Hearth.Forwarding.Management;

/// <summary>What management did, and what it passed over in silence.</summary>
public sealed class ManagementCounters
{
    /// <summary>Commands carried out.</summary>
    public long Commands { get; internal set; }

    /// <summary>Commands refused for want of a signature that may give them (status 403).</summary>
    public long Unauthorized { get; internal set; }

    /// <summary>Commands refused because as many waited as may (status 503).</summary>
    public long TooMany { get; internal set; }

    /// <summary>Commands refused for any other reason.</summary>
    public long Failed { get; internal set; }

    /// <summary>Datasets listed.</summary>
    public long Datasets { get; internal set; }

    /// <summary>Interests for what happens next.</summary>
    public long Subscriptions { get; internal set; }

    /// <summary>Interests left without an answer: malformed, for nothing that is here, or repeated while in the making.</summary>
    public long Ignored { get; internal set; }
}
