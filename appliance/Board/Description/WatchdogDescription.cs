namespace Hearth.Board.Description;

/// <summary>The board's watchdog.</summary>
/// <param name="Device">Such as <c>/dev/watchdog0</c>.</param>
/// <param name="Timeout">How long after it was fed last it resets the board.</param>
public sealed record WatchdogDescription(string Device, TimeSpan Timeout);
