namespace Hearth.Tests.PowerCut;

/// <summary>The flags of a log entry; linux/drivers/md/dm-log-writes.c.</summary>
[Flags]
internal enum LogFlags
{
    None = 0,

    /// <summary>Everything before is on the medium.</summary>
    Flush = 1,

    /// <summary>This write itself is on the medium when it is done.</summary>
    ForceUnitAccess = 2,

    /// <summary>No data follows; the disk may forget what was there.</summary>
    Discard = 4,

    /// <summary>A word of whoever records, and no request at all.</summary>
    Mark = 8,
}
