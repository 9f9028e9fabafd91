namespace Hearth.Protocol;

/// <summary>Sizes that every NDN implementation shares.</summary>
public static class PacketLimits
{
    /// <summary>Largest network-layer packet in bytes, as in ndn-cxx (<c>MAX_NDN_PACKET_SIZE</c>).</summary>
    public const int MaxPacketSize = 8800;

    /// <summary>Interest lifetime when the packet names none (NDN Packet Format v0.3, "InterestLifetime").</summary>
    public static readonly TimeSpan DefaultInterestLifetime = TimeSpan.FromSeconds(4);
}
