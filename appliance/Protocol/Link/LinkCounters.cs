namespace Hearth.Protocol.Link;

/// <summary>What a <see cref="LinkService"/> has done and dropped since it was made.</summary>
public sealed class LinkCounters
{
    private readonly long[] dropped = new long[(int)LinkDrop.AckDropped + 1];
    private readonly long[] malformed = new long[(int)ParseError.ParametersDigestMismatch + 1];

    /// <summary>Packets put together from fragments.</summary>
    public long Reassembled { get; internal set; }

    /// <summary>Packets that were sent in fragments.</summary>
    public long Fragmented { get; internal set; }

    /// <summary>Frames of a reliable link that were sent again.</summary>
    public long Retransmitted { get; internal set; }

    /// <summary>Frames or packets dropped for one reason.</summary>
    public long Dropped(LinkDrop reason) => dropped[(int)reason];

    /// <summary>Frames that were no link-layer packet, for one reason.</summary>
    public long Malformed(ParseError error) => malformed[(int)error];

    internal void Count(LinkDrop reason) => dropped[(int)reason]++;

    internal void Count(ParseError error)
    {
        dropped[(int)LinkDrop.Malformed]++;
        malformed[(int)error]++;
    }
}
