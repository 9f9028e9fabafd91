namespace Hearth.Forwarding;

/// <summary>Data kept to answer Interests again: a budget in bytes, least recently used goes first.</summary>
public sealed class ContentStore
{
    /// <summary>Memory in bytes that cached packets and everything belonging to them may take.</summary>
    public long CapacityBytes { get; set; }

    /// <summary>Memory in bytes in use.</summary>
    public long UsedBytes { get; }

    /// <summary>Number of packets.</summary>
    public int Count { get; }

    /// <summary>Whether Data is taken in (NFD <c>CS_ENABLE_ADMIT</c>).</summary>
    public bool IsAdmitting { get; set; } = true;

    /// <summary>Whether Interests are answered (NFD <c>CS_ENABLE_SERVE</c>).</summary>
    public bool IsServing { get; set; } = true;

    /// <summary>Interests answered.</summary>
    public long Hits { get; private set; }

    /// <summary>Interests looked up and not answered.</summary>
    public long Misses { get; private set; }
}
