using Hearth.Forwarding;
using Hearth.Forwarding.Management;

namespace Hearth.Verbs.Reports;

/// <summary>One route.</summary>
internal sealed record RouteReport(
    string Prefix, ulong FaceId, string? NextHop, ulong Origin, ulong Cost, bool ChildInherit, bool Capture, double? ExpiresInSeconds)
{
    public static RouteReport Of(RibEntryStatus entry, RouteStatus route, string? nextHop) => new(
        entry.Prefix.ToString(),
        route.FaceId,
        nextHop,
        route.Origin,
        route.Cost,
        (route.Flags & (ulong)RouteInheritance.ChildInherit) != 0,
        (route.Flags & (ulong)RouteInheritance.Capture) != 0,
        route.ExpirationPeriod / 1000.0);
}
