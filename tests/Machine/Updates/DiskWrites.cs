using System.Globalization;
using System.Text.RegularExpressions;
using Hearth.Tests.PowerCut;

namespace Hearth.Tests.Machine.Updates;

/// <summary>What a machine writes on its disk, heard from outside: QEMU's trace point of each write.</summary>
internal sealed partial class DiskWrites
{
    /// <summary>The trace point, for <c>-trace</c>; QEMU prints it on its standard error.</summary>
    public const string TracePoint = "blk_co_pwritev";

    /// <summary>Each write, when it is asked for.</summary>
    public Happenings<Extent> Seen { get; } = new("the disk");

    /// <summary>Takes a line that QEMU printed.</summary>
    public void Take(string line)
    {
        if (Written().Match(line) is { Success: true } match)
        {
            Seen.Add(new(
                long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                long.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Waits for a write that begins there.</summary>
    /// <param name="where">A part of the disk.</param>
    /// <param name="within">When to give up.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="from">The count of <see cref="Seen"/> from which on.</param>
    public Task<Extent> WaitAsync(Extent where, TimeSpan within, CancellationToken cancel, int from = 0) =>
        Seen.WaitAsync(write => where.Holds(write.Offset), $"write at {where.Offset}", within, cancel, from);

    [GeneratedRegex($@"^{TracePoint} blk \S+ bs \S+ offset (\d+) bytes (\d+) flags")]
    private static partial Regex Written();
}
