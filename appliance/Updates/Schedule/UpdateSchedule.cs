namespace Hearth.Updates.Schedule;

/// <summary>
/// When an appliance looks for updates and when it installs them: about once a day, and in the small hours. What the owner
/// asks for comes at once. Nothing begins while the owner uploads.
/// </summary>
public static class UpdateSchedule
{
    /// <summary>The quiet hours, by the owner's clock: from this one on.</summary>
    public const int QuietFrom = 2;

    /// <summary>Until this one.</summary>
    public const int QuietUntil = 5;

    /// <summary>The least between two looks; the most is a third more.</summary>
    public static readonly TimeSpan LeastInterval = TimeSpan.FromHours(21);

    /// <summary>After the first failure in a row; twice as long after each further one.</summary>
    public static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(15);

    /// <summary>The first look after a start: not while everything else begins as well.</summary>
    public static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Spread = TimeSpan.FromHours(6);
    private static readonly TimeSpan FirstSpread = TimeSpan.FromMinutes(55);

    /// <summary>Decides.</summary>
    public static ScheduleStep Next(ScheduleState state, DateTimeOffset now)
    {
        // Whoever ends an upload or a round asks again.
        if (state.IsBusy || state.IsUploading)
        {
            return new ScheduleStep(UpdateAction.None, DateTimeOffset.MaxValue);
        }

        if (state.Asked != UpdateAction.None)
        {
            return new ScheduleStep(state.Asked, now);
        }

        var (check, install) = (CheckAt(state, now), InstallAt(state, now));
        return install <= now ? new ScheduleStep(UpdateAction.Install, now)
            : check <= now ? new ScheduleStep(UpdateAction.Check, now)
            : new ScheduleStep(UpdateAction.None, install < check ? install : check);
    }

    /// <summary>When it looks again.</summary>
    public static DateTimeOffset CheckAt(ScheduleState state, DateTimeOffset now)
    {
        if (state.EndedAt is not { } ended)
        {
            return state.Started + FirstLook + (FirstSpread * state.Jitter);
        }

        // A clock that was set back since then says nothing of how long ago it was.
        if (ended > now)
        {
            return now;
        }

        var interval = LeastInterval + (Spread * state.Jitter);
        var retry = FirstRetry * Math.Pow(2, Math.Clamp(state.Failures - 1, 0, 10));
        return ended + (state.Failures > 0 && retry < interval ? retry : interval);
    }

    /// <summary>When it installs what there is; never where there is nothing, or where it failed and is looked for again first.</summary>
    public static DateTimeOffset InstallAt(ScheduleState state, DateTimeOffset now)
    {
        if (!state.IsAvailable || state.Failures > 0)
        {
            return DateTimeOffset.MaxValue;
        }

        var from = state.NotBefore > now ? state.NotBefore.Value : now;
        var local = from.ToOffset(TimeSpan.Zero) + state.UtcOffset;
        if (local.Hour is >= QuietFrom and < QuietUntil)
        {
            return from;
        }

        var midnight = new DateTimeOffset(local.Date, TimeSpan.Zero);
        var quiet = midnight.AddHours(QuietFrom) + (TimeSpan.FromHours(QuietUntil - QuietFrom - 1) * state.Jitter);
        return (quiet > local ? quiet : quiet.AddDays(1)) - state.UtcOffset;
    }
}
