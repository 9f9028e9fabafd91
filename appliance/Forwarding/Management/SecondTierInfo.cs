using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>
/// The content store's second tier: an element at the end of <see cref="ContentStoreInfo"/> that is Hearth's own. Its type
/// is even, so that other clients pass it over (NDN Packet Format v0.3, "Considerations for Evolvability").
/// </summary>
/// <param name="Capacity">Bytes that it may take.</param>
/// <param name="UsedBytes">Bytes that it takes.</param>
/// <param name="Entries">Packets in it.</param>
/// <param name="Hits">Interests that it answered.</param>
/// <param name="BytesPerDay">Most bytes that are written in a day.</param>
/// <param name="BytesToday">Bytes written in the day at hand.</param>
/// <param name="Written">Packets written.</param>
/// <param name="Left">Packets not taken: the day's bytes were used up, or too many waited.</param>
public sealed record SecondTierInfo(
    ulong Capacity, ulong UsedBytes, ulong Entries, ulong Hits, ulong BytesPerDay, ulong BytesToday, ulong Written, ulong Left)
{
    internal const int MaxSize = FieldSize.Header + (8 * FieldSize.Number);

    internal static SecondTierInfo Of(SecondTierStatus status) => new(
        (ulong)status.Capacity,
        (ulong)status.UsedBytes,
        (ulong)status.Packets,
        (ulong)status.Hits,
        (ulong)status.BytesPerDay,
        (ulong)status.BytesToday,
        (ulong)status.Written,
        (ulong)(status.OverBudget + status.LeftBehind));

    internal static SecondTierInfo? Read(ReadOnlySpan<byte> value, out ParseError error)
    {
        var reader = new FieldReader(value);
        var info = new SecondTierInfo(
            reader.Number(ManagementTlv.Capacity),
            reader.Number(ManagementTlv.UsedBytes),
            reader.Number(ManagementTlv.ContentStoreEntries),
            reader.Number(ManagementTlv.Hits),
            reader.Number(ManagementTlv.BytesPerDay),
            reader.Number(ManagementTlv.BytesToday),
            reader.Number(ManagementTlv.Written),
            reader.Number(ManagementTlv.Left));
        error = reader.Error;
        return error == ParseError.None ? info : null;
    }

    internal void WriteTo(ref TlvWriter writer)
    {
        var element = writer.Begin(ManagementTlv.SecondTier);
        writer.WriteNumber(ManagementTlv.Capacity, Capacity);
        writer.WriteNumber(ManagementTlv.UsedBytes, UsedBytes);
        writer.WriteNumber(ManagementTlv.ContentStoreEntries, Entries);
        writer.WriteNumber(ManagementTlv.Hits, Hits);
        writer.WriteNumber(ManagementTlv.BytesPerDay, BytesPerDay);
        writer.WriteNumber(ManagementTlv.BytesToday, BytesToday);
        writer.WriteNumber(ManagementTlv.Written, Written);
        writer.WriteNumber(ManagementTlv.Left, Left);
        writer.End(element);
    }
}
