using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>Network-layer packets in and out since the start of a face or of the forwarder.</summary>
public readonly record struct PacketCounts(
    ulong InInterests, ulong InData, ulong InNacks, ulong OutInterests, ulong OutData, ulong OutNacks)
{
    internal const int MaxSize = 6 * FieldSize.Number;

    internal static PacketCounts Read(ref FieldReader reader) => new(
        reader.Number(ManagementTlv.InInterests),
        reader.Number(ManagementTlv.InData),
        reader.Number(ManagementTlv.InNacks),
        reader.Number(ManagementTlv.OutInterests),
        reader.Number(ManagementTlv.OutData),
        reader.Number(ManagementTlv.OutNacks));

    internal void WriteTo(ref TlvWriter writer)
    {
        writer.WriteNumber(ManagementTlv.InInterests, InInterests);
        writer.WriteNumber(ManagementTlv.InData, InData);
        writer.WriteNumber(ManagementTlv.InNacks, InNacks);
        writer.WriteNumber(ManagementTlv.OutInterests, OutInterests);
        writer.WriteNumber(ManagementTlv.OutData, OutData);
        writer.WriteNumber(ManagementTlv.OutNacks, OutNacks);
    }
}
