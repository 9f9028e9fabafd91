namespace Hearth.Forwarding.Storage;

/// <summary>A prefix under which the content store holds packets, in one block. Links are numbers of blocks; 0 is none.</summary>
internal struct CachedPrefix
{
    /// <summary>Hash of the prefix.</summary>
    public ulong Hash;

    /// <summary>The prefix one component shorter, if that is indexed; and neighbours under it, newest first.</summary>
    public int Parent;

    public int Older;

    public int Newer;

    /// <summary>Newest prefix one component longer.</summary>
    public int FirstChild;

    /// <summary>Newest packet whose name is one component longer.</summary>
    public int FirstPacket;

    /// <summary>Bytes of the prefix.</summary>
    public ushort Size;
}
