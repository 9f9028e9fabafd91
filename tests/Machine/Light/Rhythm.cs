namespace Hearth.Tests.Machine.Light;

/// <summary>The rhythms that an owner can tell apart, by the table of the design.</summary>
internal enum Rhythm
{
    /// <summary>Three quick flashes, pause.</summary>
    Fault,

    /// <summary>One, then two, then three flashes a second.</summary>
    ResetCountdown,

    /// <summary>One second on, one off.</summary>
    Updating,

    /// <summary>0.2 s on, 0.2 s off.</summary>
    Pairing,

    /// <summary>0.1 s on, 0.9 s off.</summary>
    Starting,

    /// <summary>Two flashes, pause.</summary>
    Unclaimed,

    /// <summary>Four flashes, pause.</summary>
    NoNetwork,

    /// <summary>Steady.</summary>
    Serving,

    /// <summary>Long, short, long.</summary>
    Identify,
}
