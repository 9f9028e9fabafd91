namespace Hearth.Forwarding.Storage;

/// <summary>An upstream that was asked, in one block.</summary>
internal struct OutRecord
{
    /// <summary>Next out-record of the entry.</summary>
    public int Next;

    public FaceId Face;

    /// <summary>Nonce of the last Interest that went to it.</summary>
    public uint Nonce;

    /// <summary>How soon a strategy lets the next retransmission to this face pass, in milliseconds.</summary>
    public int SuppressionMilliseconds;

    /// <summary>When the last Interest went.</summary>
    public TimeSpan SentAt;

    /// <summary>Until when it may answer.</summary>
    public TimeSpan Expiry;

    /// <summary>Whether it answered with a Nack, and why.</summary>
    public bool IsNacked;

    public ushort NackReason;

    /// <summary>Whether everybody was asked, so that a route may be made from the answer.</summary>
    public bool IsDiscovery;

    /// <summary>Hash of the prefix that the Interest was routed by, where the path is measured; else 0.</summary>
    public ulong MeasuredPrefix;

    /// <summary>Whether an answer may still come.</summary>
    public readonly bool IsPending(TimeSpan now) => !IsNacked && Expiry > now;
}
