namespace Hearth.Updates.Schedule;

/// <summary>What is to be done, or when to ask again.</summary>
/// <param name="Action">What.</param>
/// <param name="At">When: the time that was asked for where there is something to do, else when there will be.</param>
public sealed record ScheduleStep(UpdateAction Action, DateTimeOffset At);
