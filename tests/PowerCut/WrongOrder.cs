using System.Text;

namespace Hearth.Tests.PowerCut;

/// <summary>A disk that loses what keeps the order of an update's writes, to see that the tests notice: <c>WRONG_ORDER=1 make test-powercut</c> fails.</summary>
internal static class WrongOrder
{
    public static bool IsAskedFor { get; } = Environment.GetEnvironmentVariable("WRONG_ORDER") == "1";

    /// <summary>The flushes while a slot is written are forgotten, so that the boot record may arrive before it.</summary>
    public static IEnumerable<LogEntry> Of(IEnumerable<LogEntry> log)
    {
        var isWriting = false;
        foreach (var entry in log)
        {
            if ((entry.Flags & LogFlags.Mark) != 0)
            {
                isWriting = Encoding.ASCII.GetString(entry.Data.Span) == "slot writing";
            }

            if (!isWriting || !entry.Flushes)
            {
                yield return entry;
            }
        }
    }
}
