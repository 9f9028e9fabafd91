namespace Hearth.Forwarding.Storage;

/// <summary>A Data packet in the content store, in one block beside those of its bytes. Links are numbers of blocks; 0 is none.</summary>
internal struct CachedPacket
{
    /// <summary>Hash of its name.</summary>
    public ulong Hash;

    /// <summary>When it stops being fresh.</summary>
    public TimeSpan StaleAt;

    /// <summary>Neighbours in its queue.</summary>
    public int Earlier;

    public int Later;

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

    /// <summary>How often it was asked for since it was last looked at, up to <see cref="MostUses"/>.</summary>
    public byte Uses;

    /// <summary>Whether it has proved that it is asked for again.</summary>
    public bool IsProven;

    /// <summary>What <see cref="Uses"/> counts to: two bits, as in S3-FIFO.</summary>
    public const byte MostUses = 3;
}
