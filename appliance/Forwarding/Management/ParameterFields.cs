namespace Hearth.Forwarding.Management;

/// <summary>The fields of <see cref="ControlParameters"/>, as a set.</summary>
[Flags]
internal enum ParameterFields
{
    None = 0,
    Name = 1 << 0,
    FaceId = 1 << 1,
    Uri = 1 << 2,
    LocalUri = 1 << 3,
    Origin = 1 << 4,
    Cost = 1 << 5,
    Capacity = 1 << 6,
    Count = 1 << 7,
    Flags = 1 << 8,
    Mask = 1 << 9,
    Strategy = 1 << 10,
    ExpirationPeriod = 1 << 11,
    FacePersistency = 1 << 12,
    BaseCongestionMarkingInterval = 1 << 13,
    DefaultCongestionThreshold = 1 << 14,
    Mtu = 1 << 15,
}
