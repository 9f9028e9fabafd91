namespace Hearth.Forwarding.Storage;

/// <summary>A pending Interest, in one block. Links are numbers of blocks; 0 is none.</summary>
internal struct PitEntry
{
    /// <summary>Hash of the whole name.</summary>
    public ulong Hash;

    /// <summary>Hash of the name without its implicit digest; equal to <see cref="Hash"/> when it has none.</summary>
    public ulong DataNameHash;

    /// <summary>When it expires, in milliseconds.</summary>
    public long ExpiryMilliseconds;

    /// <summary>Neighbours in the same slot of the timing wheel.</summary>
    public int NextInWheel;

    public int PreviousInWheel;

    /// <summary>First block of the Interest as it came first.</summary>
    public int Wire;

    /// <summary>First in-record.</summary>
    public int InRecords;

    /// <summary>First out-record.</summary>
    public int OutRecords;

    /// <summary>How soon a strategy lets the next retransmission pass, in milliseconds.</summary>
    public int SuppressionMilliseconds;

    public ushort WireSize;

    /// <summary>Where the name's components start in the Interest, and their bytes.</summary>
    public ushort NameOffset;

    public ushort NameSize;

    public byte NameCount;

    public PitFlags Flags;
}
