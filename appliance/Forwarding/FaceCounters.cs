namespace Hearth.Forwarding;

/// <summary>What one face has carried.</summary>
public sealed class FaceCounters : PacketCounters
{
    /// <summary>Bytes received, link-layer headers included.</summary>
    public long InBytes { get; internal set; }

    /// <summary>Bytes handed to the transmitter, link-layer headers included.</summary>
    public long OutBytes { get; internal set; }

    /// <summary>Interests received with a hop limit of zero.</summary>
    public long InHopLimitZero { get; internal set; }

    /// <summary>Interests that could not leave because their hop limit was spent.</summary>
    public long OutHopLimitZero { get; internal set; }
}
