using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>One prefix of the RIB (NFD Management, RibMgmt, "RibEntry"): dataset <c>rib/list</c>.</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="Routes">Its routes.</param>
public sealed record RibEntryStatus(Name Prefix, IReadOnlyList<RouteStatus> Routes) : IReadableDatasetItem<RibEntryStatus>
{
    /// <inheritdoc/>
    public static uint Type => ManagementTlv.RibEntry;

    /// <inheritdoc/>
    public int MaxSize => FieldSize.Header + FieldSize.Name(Prefix) + (Routes.Count * RouteStatus.MaxSize);

    /// <inheritdoc/>
    public static RibEntryStatus? Read(ReadOnlySpan<byte> value, out ParseError error)
    {
        var reader = new FieldReader(value);
        var prefix = reader.Name();
        var routes = new List<RouteStatus>();
        while (reader.TryFind(ManagementTlv.Route, out var element))
        {
            var fields = new FieldReader(element.Value);
            routes.Add(new RouteStatus(
                fields.Number(ManagementTlv.FaceId),
                fields.Number(ManagementTlv.Origin),
                fields.Number(ManagementTlv.Cost),
                fields.Number(ManagementTlv.Flags),
                fields.OptionalNumber(ManagementTlv.ExpirationPeriod)));
            if (fields.Error != ParseError.None)
            {
                error = fields.Error;
                return null;
            }
        }

        error = reader.Error;
        return error == ParseError.None ? new RibEntryStatus(prefix, routes) : null;
    }

    /// <inheritdoc/>
    public void WriteTo(ref TlvWriter writer)
    {
        var element = writer.Begin(Type);
        writer.WriteName(Prefix);
        foreach (var route in Routes)
        {
            var fields = writer.Begin(ManagementTlv.Route);
            writer.WriteNumber(ManagementTlv.FaceId, route.FaceId);
            writer.WriteNumber(ManagementTlv.Origin, route.Origin);
            writer.WriteNumber(ManagementTlv.Cost, route.Cost);
            writer.WriteNumber(ManagementTlv.Flags, route.Flags);
            writer.WriteOptional(ManagementTlv.ExpirationPeriod, route.ExpirationPeriod);
            writer.End(fields);
        }

        writer.End(element);
    }
}
