using Hearth.Board.Description;
using Hearth.Linux;
using Microsoft.Extensions.Logging;

namespace Hearth.Devices;

/// <summary>
/// The board's watchdog: once opened, it resets the board when it is not fed, whatever becomes of this process. It is
/// never disarmed: a shutdown that hangs ends with a reset as well.
/// </summary>
internal sealed unsafe partial class Watchdog : IDisposable
{
    /// <summary>WDIOC_SETTIMEOUT; answers with what the device made of it (<c>&lt;linux/watchdog.h&gt;</c>).</summary>
    internal const uint SetTimeout = 0xC0045706;

    /// <summary>Until a board that was asked to restart must have done so: init gives processes a second, then writes back what is dirty.</summary>
    private static readonly TimeSpan RestartBound = TimeSpan.FromSeconds(60);

    private readonly DeviceFile device;
    private readonly ILogger log;

    private Watchdog(DeviceFile device, TimeSpan asked, ILogger log)
    {
        this.device = device;
        this.log = log;
        Timeout = Set(asked) ?? asked;
    }

    /// <summary>How long after it was fed last it resets the board.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Opens and thereby arms it.</summary>
    /// <param name="path">The device.</param>
    /// <param name="watchdog">The board's.</param>
    /// <param name="log">Where a refusal is said.</param>
    /// <exception cref="IOException">There is none, or somebody else has it.</exception>
    public static Watchdog Open(string path, WatchdogDescription watchdog, ILogger log) =>
        new(DeviceFile.Open(path, FileAccess.Write), watchdog.Timeout, log);

    /// <summary>Feeds it: any byte but a V does, as that one disarms.</summary>
    public void Feed()
    {
        try
        {
            device.Write("\n"u8);
        }
        catch (IOException refusal)
        {
            LogUnfed(log, refusal.Message);
        }
    }

    /// <summary>Leaves a restart the time that it needs, and not more.</summary>
    public void AllowRestart()
    {
        if (Timeout < RestartBound)
        {
            Set(RestartBound);
        }

        Feed();
    }

    /// <inheritdoc/>
    public void Dispose() => device.Dispose();

    private TimeSpan? Set(TimeSpan asked)
    {
        try
        {
            var seconds = (int)asked.TotalSeconds;
            device.Control(SetTimeout, &seconds);
            return TimeSpan.FromSeconds(seconds);
        }
        catch (IOException refusal)
        {
            LogFixed(log, asked.TotalSeconds, refusal.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "the watchdog cannot wait {Seconds} s: {Reason}.")]
    private static partial void LogFixed(ILogger log, double seconds, string reason);

    [LoggerMessage(LogLevel.Error, "the watchdog was not fed: {Reason}.")]
    private static partial void LogUnfed(ILogger log, string reason);
}
