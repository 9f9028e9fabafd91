using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>One prefix of the FIB (NFD Management, FibMgmt, "FibEntry"): dataset <c>fib/list</c>.</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="NextHops">Where Interests under it may go.</param>
public sealed record FibEntryStatus(Name Prefix, IReadOnlyList<NextHopRecord> NextHops) : IReadableDatasetItem<FibEntryStatus>
{
    /// <inheritdoc/>
    public static uint Type => ManagementTlv.FibEntry;

    /// <inheritdoc/>
    public int MaxSize => FieldSize.Header + FieldSize.Name(Prefix) + (NextHops.Count * NextHopRecord.MaxSize);

    /// <inheritdoc/>
    public static FibEntryStatus? Read(ReadOnlySpan<byte> value, out ParseError error)
    {
        var reader = new FieldReader(value);
        var prefix = reader.Name();
        var nextHops = new List<NextHopRecord>();
        while (reader.TryFind(ManagementTlv.NextHopRecord, out var element))
        {
            var fields = new FieldReader(element.Value);
            nextHops.Add(new NextHopRecord(fields.Number(ManagementTlv.FaceId), fields.Number(ManagementTlv.Cost)));
            if (fields.Error != ParseError.None)
            {
                error = fields.Error;
                return null;
            }
        }

        error = reader.Error;
        return error == ParseError.None ? new FibEntryStatus(prefix, nextHops) : null;
    }

    /// <inheritdoc/>
    public void WriteTo(ref TlvWriter writer)
    {
        var element = writer.Begin(Type);
        writer.WriteName(Prefix);
        foreach (var nextHop in NextHops)
        {
            var record = writer.Begin(ManagementTlv.NextHopRecord);
            writer.WriteNumber(ManagementTlv.FaceId, nextHop.FaceId);
            writer.WriteNumber(ManagementTlv.Cost, nextHop.Cost);
            writer.End(record);
        }

        writer.End(element);
    }
}
