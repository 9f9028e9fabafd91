namespace Hearth.Forwarding.Storage;

/// <summary>A Data packet in the content store, in one block beside those of its bytes. Links are numbers of blocks; 0 is none.</summary>
internal struct CachedPacket
{
    /// <summary>Hash of its name.</summary>
    public ulong Hash;

    /// <summary>When it stops being fresh.</summary>
    public TimeSpan StaleAt;

    /// <summary>Neighbours by time of use.</summary>
    public int LessRecent;

    public int MoreRecent;

    /// <summary>The prefix one component shorter, and neighbours under it, newest first.</summary>
    public int Parent;

    public int Older;

    public int Newer;

    /// <summary>First block of its bytes.</summary>
    public int Wire;

    public ushort WireSize;

    /// <summary>Where the name's components start in the packet, and their bytes.</summary>
    public ushort NameOffset;

    public ushort NameSize;
}
