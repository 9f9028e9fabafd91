using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>The content store (NFD Management, CsMgmt, "CsInfo"): dataset <c>cs/info</c>.</summary>
/// <param name="Capacity">How much it may hold. NFD counts packets here; this forwarder counts bytes.</param>
/// <param name="Flags">Bits of <see cref="ContentStoreFlag"/>.</param>
/// <param name="Entries">Packets in it.</param>
/// <param name="Hits">Interests that it answered.</param>
/// <param name="Misses">Interests that it could not answer.</param>
/// <param name="SecondTier">What stands behind it; null where there is nothing, or the forwarder is another than Hearth's.</param>
public sealed record ContentStoreInfo(ulong Capacity, ulong Flags, ulong Entries, ulong Hits, ulong Misses, SecondTierInfo? SecondTier = null)
    : IReadableDatasetItem<ContentStoreInfo>
{
    /// <inheritdoc/>
    public static uint Type => ManagementTlv.CsInfo;

    /// <inheritdoc/>
    public int MaxSize => FieldSize.Header + (5 * FieldSize.Number) + SecondTierInfo.MaxSize;

    /// <inheritdoc/>
    public static ContentStoreInfo? Read(ReadOnlySpan<byte> value, out ParseError error)
    {
        var reader = new FieldReader(value);
        var info = new ContentStoreInfo(
            reader.Number(ManagementTlv.Capacity),
            reader.Number(ManagementTlv.Flags),
            reader.Number(ManagementTlv.ContentStoreEntries),
            reader.Number(ManagementTlv.Hits),
            reader.Number(ManagementTlv.Misses));
        error = reader.Error;
        if (error == ParseError.None && reader.TryFind(ManagementTlv.SecondTier, out var element))
        {
            info = info with { SecondTier = SecondTierInfo.Read(element.Value, out error) };
        }

        return error == ParseError.None ? info : null;
    }

    /// <inheritdoc/>
    public void WriteTo(ref TlvWriter writer)
    {
        var element = writer.Begin(Type);
        writer.WriteNumber(ManagementTlv.Capacity, Capacity);
        writer.WriteNumber(ManagementTlv.Flags, Flags);
        writer.WriteNumber(ManagementTlv.ContentStoreEntries, Entries);
        writer.WriteNumber(ManagementTlv.Hits, Hits);
        writer.WriteNumber(ManagementTlv.Misses, Misses);
        SecondTier?.WriteTo(ref writer);
        writer.End(element);
    }
}
