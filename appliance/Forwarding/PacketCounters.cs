using Hearth.Protocol;

namespace Hearth.Forwarding;

/// <summary>Packets in and out, of one face or of the whole forwarder (names as in NFD's ForwarderStatus).</summary>
public abstract class PacketCounters
{
    private readonly long[] parseErrors = new long[(int)ParseError.ParametersDigestMismatch + 1];

    /// <summary>Interests received.</summary>
    public long InInterests { get; internal set; }

    /// <summary>Interests sent.</summary>
    public long OutInterests { get; internal set; }

    /// <summary>Data received.</summary>
    public long InData { get; internal set; }

    /// <summary>Data sent.</summary>
    public long OutData { get; internal set; }

    /// <summary>Nacks received.</summary>
    public long InNacks { get; internal set; }

    /// <summary>Nacks sent.</summary>
    public long OutNacks { get; internal set; }

    /// <summary>Network-layer packets that were none, by what is wrong with them; frames are counted by the face's link layer.</summary>
    public long ParseErrors(ParseError reason) => parseErrors[(int)reason];

    /// <summary>Network-layer packets that were none, whatever is wrong with them.</summary>
    public long TotalParseErrors => parseErrors.Sum();

    internal void CountParseError(ParseError reason) => parseErrors[(int)reason]++;
}
