namespace Hearth.Supervision;

/// <summary>What the supervisor has done since it started.</summary>
internal sealed class SupervisorCounters
{
    /// <summary>Processes that got their go.</summary>
    public long Starts { get; set; }

    /// <summary>Processes that it ended.</summary>
    public long Kills { get; set; }

    /// <summary>Links that it closed.</summary>
    public long Refusals { get; set; }

    /// <summary>Answers to pings that nobody waited for.</summary>
    public long StaleAnswers { get; set; }

    /// <summary>Times that the watchdog was fed.</summary>
    public long Feedings { get; set; }
}
