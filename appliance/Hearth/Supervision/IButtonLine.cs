namespace Hearth.Supervision;

/// <summary>The wire from a button.</summary>
internal interface IButtonLine
{
    /// <summary>Says the level, first as it is and then at every edge, until stopped; true is down.</summary>
    Task WatchAsync(Func<bool, ValueTask> level, CancellationToken stop);
}
