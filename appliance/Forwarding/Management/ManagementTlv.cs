namespace Hearth.Forwarding.Management;

/// <summary>
/// TLV-TYPE numbers of the NFD Management protocol (wiki pages ControlCommand, FaceMgmt, FibMgmt, RibMgmt, CsMgmt,
/// StrategyChoice, ForwarderStatus). Several share a number: the structure they stand in tells them apart.
/// </summary>
internal static class ManagementTlv
{
    // ControlCommand
    public const uint ControlParameters = 0x68;
    public const uint ControlResponse = 0x65;
    public const uint StatusCode = 0x66;
    public const uint StatusText = 0x67;

    // ControlParameters
    public const uint FaceId = 0x69;
    public const uint Uri = 0x72;
    public const uint LocalUri = 0x81;
    public const uint Origin = 0x6f;
    public const uint Cost = 0x6a;
    public const uint Capacity = 0x83;
    public const uint Count = 0x84;
    public const uint Flags = 0x6c;
    public const uint Mask = 0x70;
    public const uint Strategy = 0x6b;
    public const uint ExpirationPeriod = 0x6d;
    public const uint FacePersistency = 0x85;
    public const uint BaseCongestionMarkingInterval = 0x87;
    public const uint DefaultCongestionThreshold = 0x88;
    public const uint Mtu = 0x89;

    // ForwarderStatus
    public const uint NfdVersion = 0x80;
    public const uint StartTimestamp = 0x81;
    public const uint CurrentTimestamp = 0x82;
    public const uint NameTreeEntries = 0x83;
    public const uint FibEntries = 0x84;
    public const uint PitEntries = 0x85;
    public const uint MeasurementsEntries = 0x86;
    public const uint ContentStoreEntries = 0x87;
    public const uint SatisfiedInterests = 0x99;
    public const uint UnsatisfiedInterests = 0x9a;

    // Counters of the forwarder and of a face
    public const uint InInterests = 0x90;
    public const uint InData = 0x91;
    public const uint InNacks = 0x97;
    public const uint OutInterests = 0x92;
    public const uint OutData = 0x93;
    public const uint OutNacks = 0x98;
    public const uint InBytes = 0x94;
    public const uint OutBytes = 0x95;

    // FaceMgmt
    public const uint FaceStatus = 0x80;
    public const uint ChannelStatus = 0x82;
    public const uint UriScheme = 0x83;
    public const uint FaceScope = 0x84;
    public const uint LinkType = 0x86;
    public const uint FaceQueryFilter = 0x96;
    public const uint FaceEventNotification = 0xc0;
    public const uint FaceEventKind = 0xc1;

    // CsMgmt
    public const uint CsInfo = 0x80;
    public const uint Hits = 0x81;
    public const uint Misses = 0x82;

    // Hearth's own, at the end of CsInfo
    public const uint SecondTier = 0xd0;
    public const uint UsedBytes = 0xd1;
    public const uint BytesPerDay = 0xd2;
    public const uint BytesToday = 0xd3;
    public const uint Written = 0xd4;
    public const uint Left = 0xd5;

    // FibMgmt, RibMgmt, StrategyChoice
    public const uint FibEntry = 0x80;
    public const uint NextHopRecord = 0x81;
    public const uint RibEntry = 0x80;
    public const uint Route = 0x81;
    public const uint StrategyChoice = 0x80;
}
