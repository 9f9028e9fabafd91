using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>One face (NFD Management, FaceMgmt, "FaceStatus"): datasets <c>faces/list</c> and <c>faces/query</c>.</summary>
public sealed record FaceStatus : IReadableDatasetItem<FaceStatus>
{
    /// <summary>The face.</summary>
    public required ulong FaceId { get; init; }

    /// <summary>Where it leads.</summary>
    public required string Uri { get; init; }

    /// <summary>Where it starts.</summary>
    public required string LocalUri { get; init; }

    /// <summary>Milliseconds until it is closed for idleness; null where it is not.</summary>
    public ulong? ExpirationPeriod { get; init; }

    /// <summary>Whether the other end is on this machine.</summary>
    public required FaceScope Scope { get; init; }

    /// <summary>When it may be closed.</summary>
    public required FacePersistency Persistency { get; init; }

    /// <summary>Who hears what is sent.</summary>
    public required LinkType LinkType { get; init; }

    /// <summary>Nanoseconds between congestion marks at the start of congestion; null without marking.</summary>
    public ulong? BaseCongestionMarkingInterval { get; init; }

    /// <summary>Bytes in the send queue above which congestion begins; null without marking.</summary>
    public ulong? DefaultCongestionThreshold { get; init; }

    /// <summary>Largest packet of the link in bytes; null where it knows none.</summary>
    public ulong? Mtu { get; init; }

    /// <summary>Packets in and out.</summary>
    public required PacketCounts Packets { get; init; }

    /// <summary>Bytes received.</summary>
    public required ulong InBytes { get; init; }

    /// <summary>Bytes sent.</summary>
    public required ulong OutBytes { get; init; }

    /// <summary>Bits of <see cref="FaceFlag"/>.</summary>
    public required ulong Flags { get; init; }

    /// <inheritdoc/>
    public static uint Type => ManagementTlv.FaceStatus;

    /// <inheritdoc/>
    public int MaxSize =>
        FieldSize.Header + FieldSize.Text(Uri) + FieldSize.Text(LocalUri) + (11 * FieldSize.Number) + PacketCounts.MaxSize;

    /// <inheritdoc/>
    public static FaceStatus? Read(ReadOnlySpan<byte> value, out ParseError error)
    {
        var reader = new FieldReader(value);
        var status = new FaceStatus
        {
            FaceId = reader.Number(ManagementTlv.FaceId),
            Uri = reader.Text(ManagementTlv.Uri),
            LocalUri = reader.Text(ManagementTlv.LocalUri),
            ExpirationPeriod = reader.OptionalNumber(ManagementTlv.ExpirationPeriod),
            Scope = (FaceScope)reader.Number(ManagementTlv.FaceScope),
            Persistency = (FacePersistency)reader.Number(ManagementTlv.FacePersistency),
            LinkType = (LinkType)reader.Number(ManagementTlv.LinkType),
            BaseCongestionMarkingInterval = reader.OptionalNumber(ManagementTlv.BaseCongestionMarkingInterval),
            DefaultCongestionThreshold = reader.OptionalNumber(ManagementTlv.DefaultCongestionThreshold),
            Mtu = reader.OptionalNumber(ManagementTlv.Mtu),
            Packets = PacketCounts.Read(ref reader),
            InBytes = reader.Number(ManagementTlv.InBytes),
            OutBytes = reader.Number(ManagementTlv.OutBytes),
            Flags = reader.Number(ManagementTlv.Flags),
        };
        error = reader.Error;
        return error == ParseError.None ? status : null;
    }

    /// <inheritdoc/>
    public void WriteTo(ref TlvWriter writer)
    {
        var element = writer.Begin(Type);
        writer.WriteNumber(ManagementTlv.FaceId, FaceId);
        writer.WriteText(ManagementTlv.Uri, Uri);
        writer.WriteText(ManagementTlv.LocalUri, LocalUri);
        writer.WriteOptional(ManagementTlv.ExpirationPeriod, ExpirationPeriod);
        writer.WriteNumber(ManagementTlv.FaceScope, (ulong)Scope);
        writer.WriteNumber(ManagementTlv.FacePersistency, (ulong)Persistency);
        writer.WriteNumber(ManagementTlv.LinkType, (ulong)LinkType);
        writer.WriteOptional(ManagementTlv.BaseCongestionMarkingInterval, BaseCongestionMarkingInterval);
        writer.WriteOptional(ManagementTlv.DefaultCongestionThreshold, DefaultCongestionThreshold);
        writer.WriteOptional(ManagementTlv.Mtu, Mtu);
        Packets.WriteTo(ref writer);
        writer.WriteNumber(ManagementTlv.InBytes, InBytes);
        writer.WriteNumber(ManagementTlv.OutBytes, OutBytes);
        writer.WriteNumber(ManagementTlv.Flags, Flags);
        writer.End(element);
    }
}
