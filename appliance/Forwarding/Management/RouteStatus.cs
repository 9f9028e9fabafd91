namespace Hearth.Forwarding.Management;

/// <summary>One route of a prefix (NFD Management, RibMgmt, "Route").</summary>
/// <param name="FaceId">The face.</param>
/// <param name="Origin">Who made it; see <see cref="RouteOrigin"/>.</param>
/// <param name="Cost">Less is better.</param>
/// <param name="Flags">Bit 0: longer prefixes inherit it; bit 1: shorter ones are shut out.</param>
/// <param name="ExpirationPeriod">Milliseconds left; null for ever.</param>
public sealed record RouteStatus(ulong FaceId, ulong Origin, ulong Cost, ulong Flags, ulong? ExpirationPeriod)
{
    internal const int MaxSize = FieldSize.Header + (5 * FieldSize.Number);
}
