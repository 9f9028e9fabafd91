using Hearth.Forwarding;
using Hearth.Forwarding.Management;

namespace Hearth.Verbs.Reports;

/// <summary>One face.</summary>
internal sealed record FaceReport(
    ulong Id, string Remote, string Local, string Scope, string Persistency, string Link, double? ExpiresInSeconds, ulong? Mtu,
    bool LocalFields, bool Reliable, bool Marking, FaceTrafficReport In, FaceTrafficReport Out)
{
    public static FaceReport Of(FaceStatus face) => new(
        face.FaceId,
        face.Uri,
        face.LocalUri,
        face.Scope == FaceScope.Local ? "local" : "network",
        face.Persistency switch { FacePersistency.OnDemand => "onDemand", FacePersistency.Permanent => "permanent", _ => "persistent" },
        face.LinkType switch { LinkType.MultiAccess => "multiAccess", LinkType.AdHoc => "adHoc", _ => "pointToPoint" },
        face.ExpirationPeriod / 1000.0,
        face.Mtu,
        IsSet(face, FaceFlag.LocalFields),
        IsSet(face, FaceFlag.Reliability),
        IsSet(face, FaceFlag.CongestionMarking),
        new(face.Packets.InInterests, face.Packets.InData, face.Packets.InNacks, face.InBytes),
        new(face.Packets.OutInterests, face.Packets.OutData, face.Packets.OutNacks, face.OutBytes));

    /// <summary>Whether a bit of <see cref="FaceFlag"/> is set.</summary>
    public static bool IsSet(FaceStatus face, int bit) => (face.Flags >> bit & 1) == 1;
}
