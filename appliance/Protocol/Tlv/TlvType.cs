namespace Hearth.Protocol.Tlv;

/// <summary>TLV-TYPE numbers of the NDN Packet Format v0.3 (section "TLV-TYPE assignments") and NDNLPv2.</summary>
public static class TlvType
{
    /// <summary>Interest packet.</summary>
    public const uint Interest = 0x05;

    /// <summary>Data packet.</summary>
    public const uint Data = 0x06;

    /// <summary>Name.</summary>
    public const uint Name = 0x07;

    /// <summary>GenericNameComponent.</summary>
    public const uint GenericNameComponent = 0x08;

    /// <summary>ImplicitSha256DigestComponent, 32 bytes.</summary>
    public const uint ImplicitSha256DigestComponent = 0x01;

    /// <summary>ParametersSha256DigestComponent, 32 bytes.</summary>
    public const uint ParametersSha256DigestComponent = 0x02;

    /// <summary>KeywordNameComponent (Naming Conventions rev. 3).</summary>
    public const uint KeywordNameComponent = 0x20;

    /// <summary>SegmentNameComponent (Naming Conventions rev. 3).</summary>
    public const uint SegmentNameComponent = 0x32;

    /// <summary>ByteOffsetNameComponent (Naming Conventions rev. 3).</summary>
    public const uint ByteOffsetNameComponent = 0x34;

    /// <summary>VersionNameComponent (Naming Conventions rev. 3).</summary>
    public const uint VersionNameComponent = 0x36;

    /// <summary>TimestampNameComponent, microseconds since 1970 (Naming Conventions rev. 3).</summary>
    public const uint TimestampNameComponent = 0x38;

    /// <summary>SequenceNumNameComponent (Naming Conventions rev. 3).</summary>
    public const uint SequenceNumNameComponent = 0x3a;

    /// <summary>CanBePrefix, empty.</summary>
    public const uint CanBePrefix = 0x21;

    /// <summary>MustBeFresh, empty.</summary>
    public const uint MustBeFresh = 0x12;

    /// <summary>ForwardingHint, a list of names.</summary>
    public const uint ForwardingHint = 0x1e;

    /// <summary>Nonce, 4 bytes.</summary>
    public const uint Nonce = 0x0a;

    /// <summary>InterestLifetime, milliseconds.</summary>
    public const uint InterestLifetime = 0x0c;

    /// <summary>HopLimit, 1 byte.</summary>
    public const uint HopLimit = 0x22;

    /// <summary>ApplicationParameters.</summary>
    public const uint ApplicationParameters = 0x24;

    /// <summary>InterestSignatureInfo.</summary>
    public const uint InterestSignatureInfo = 0x2c;

    /// <summary>InterestSignatureValue.</summary>
    public const uint InterestSignatureValue = 0x2e;

    /// <summary>MetaInfo.</summary>
    public const uint MetaInfo = 0x14;

    /// <summary>Content.</summary>
    public const uint Content = 0x15;

    /// <summary>SignatureInfo.</summary>
    public const uint SignatureInfo = 0x16;

    /// <summary>SignatureValue.</summary>
    public const uint SignatureValue = 0x17;

    /// <summary>ContentType.</summary>
    public const uint ContentType = 0x18;

    /// <summary>FreshnessPeriod, milliseconds.</summary>
    public const uint FreshnessPeriod = 0x19;

    /// <summary>FinalBlockId, one name component.</summary>
    public const uint FinalBlockId = 0x1a;

    /// <summary>SignatureType.</summary>
    public const uint SignatureType = 0x1b;

    /// <summary>KeyLocator.</summary>
    public const uint KeyLocator = 0x1c;

    /// <summary>KeyDigest.</summary>
    public const uint KeyDigest = 0x1d;

    /// <summary>SignatureNonce.</summary>
    public const uint SignatureNonce = 0x26;

    /// <summary>SignatureTime, milliseconds since 1970.</summary>
    public const uint SignatureTime = 0x28;

    /// <summary>SignatureSeqNum.</summary>
    public const uint SignatureSeqNum = 0x2a;

    /// <summary>ValidityPeriod (NDN certificate format v2).</summary>
    public const uint ValidityPeriod = 0xfd;

    /// <summary>NotBefore, ISO 8601 basic, 15 bytes.</summary>
    public const uint NotBefore = 0xfe;

    /// <summary>NotAfter, ISO 8601 basic, 15 bytes.</summary>
    public const uint NotAfter = 0xff;

    /// <summary>AdditionalDescription (NDN certificate format v2).</summary>
    public const uint AdditionalDescription = 0x0102;

    /// <summary>LpPacket (NDNLPv2).</summary>
    public const uint LpPacket = 0x64;

    /// <summary>Fragment (NDNLPv2).</summary>
    public const uint Fragment = 0x50;

    /// <summary>Sequence, 8 bytes (NDNLPv2).</summary>
    public const uint Sequence = 0x51;

    /// <summary>FragIndex (NDNLPv2).</summary>
    public const uint FragIndex = 0x52;

    /// <summary>FragCount (NDNLPv2).</summary>
    public const uint FragCount = 0x53;

    /// <summary>PitToken, 1 to 32 bytes (NDNLPv2).</summary>
    public const uint PitToken = 0x62;

    /// <summary>Nack (NDNLPv2).</summary>
    public const uint Nack = 0x0320;

    /// <summary>NackReason (NDNLPv2).</summary>
    public const uint NackReason = 0x0321;

    /// <summary>IncomingFaceId (NDNLPv2).</summary>
    public const uint IncomingFaceId = 0x032c;

    /// <summary>NextHopFaceId (NDNLPv2).</summary>
    public const uint NextHopFaceId = 0x0330;

    /// <summary>CachePolicy (NDNLPv2).</summary>
    public const uint CachePolicy = 0x0334;

    /// <summary>CachePolicyType (NDNLPv2).</summary>
    public const uint CachePolicyType = 0x0335;

    /// <summary>CongestionMark (NDNLPv2).</summary>
    public const uint CongestionMark = 0x0340;

    /// <summary>Ack, 8 bytes (NDNLPv2 reliability).</summary>
    public const uint Ack = 0x0344;

    /// <summary>TxSequence, 8 bytes (NDNLPv2 reliability).</summary>
    public const uint TxSequence = 0x0348;

    /// <summary>NonDiscovery, empty (NDNLPv2 self-learning).</summary>
    public const uint NonDiscovery = 0x034c;

    /// <summary>PrefixAnnouncement (NDNLPv2 self-learning).</summary>
    public const uint PrefixAnnouncement = 0x0350;

    /// <summary>ExpirationPeriod, milliseconds (NFD management and prefix announcements).</summary>
    public const uint ExpirationPeriod = 0x6d;

    /// <summary>
    /// Whether a receiver that does not know this type must reject the packet: types up to 31 and odd types
    /// (NDN Packet Format v0.3, "Considerations for Evolvability of TLV-Based Encoding").
    /// </summary>
    public static bool IsCritical(uint type) => type <= 31 || (type & 1) == 1;
}
