namespace Hearth.Release.Signing;

/// <summary>A role of the repository, and how long what it signs holds.</summary>
/// <param name="Name">As metadata has it.</param>
/// <param name="Lifetime">From signature to expiry.</param>
/// <param name="IsOffline">Whether its keys lie apart from the machine that publishes day and night.</param>
internal sealed record Role(string Name, TimeSpan Lifetime, bool IsOffline)
{
    /// <summary>A year and a day: whoever signs once a year is not late.</summary>
    public static Role Root { get; } = new("root", TimeSpan.FromDays(366), true);

    public static Role Targets { get; } = new("targets", TimeSpan.FromDays(366), true);

    /// <summary>Signed again every day; a machine that publishes may stand still for a week.</summary>
    public static Role Snapshot { get; } = new("snapshot", TimeSpan.FromDays(7), false);

    public static Role Timestamp { get; } = new("timestamp", TimeSpan.FromDays(7), false);

    /// <summary>Holds rollouts back; see RolloutBrake.</summary>
    public static Role Brake { get; } = new("brake", TimeSpan.FromDays(7), false);

    public static IReadOnlyList<Role> All { get; } = [Root, Targets, Snapshot, Timestamp, Brake];
}
