namespace Hearth.Forwarding.Management;

/// <summary>Bits of a face's flags, counted from the least (NFD Management, FaceMgmt, "Flags").</summary>
public static class FaceFlag
{
    /// <summary>NDNLPv2 fields for local applications: next hop, incoming face, cache policy.</summary>
    public const int LocalFields = 0;

    /// <summary>NDNLPv2 reliability: acknowledgements and retransmission on the link.</summary>
    public const int Reliability = 1;

    /// <summary>Congestion marks when the send queue grows.</summary>
    public const int CongestionMarking = 2;
}
