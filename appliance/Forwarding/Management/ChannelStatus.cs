using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>Where the forwarder listens (NFD Management, FaceMgmt, "ChannelStatus"): dataset <c>faces/channels</c>.</summary>
/// <param name="LocalUri">The address.</param>
public sealed record ChannelStatus(string LocalUri) : IReadableDatasetItem<ChannelStatus>
{
    /// <inheritdoc/>
    public static uint Type => ManagementTlv.ChannelStatus;

    /// <inheritdoc/>
    public int MaxSize => FieldSize.Header + FieldSize.Text(LocalUri);

    /// <inheritdoc/>
    public static ChannelStatus? Read(ReadOnlySpan<byte> value, out ParseError error)
    {
        var reader = new FieldReader(value);
        var status = new ChannelStatus(reader.Text(ManagementTlv.LocalUri));
        error = reader.Error;
        return error == ParseError.None ? status : null;
    }

    /// <inheritdoc/>
    public void WriteTo(ref TlvWriter writer)
    {
        var element = writer.Begin(Type);
        writer.WriteText(ManagementTlv.LocalUri, LocalUri);
        writer.End(element);
    }
}
