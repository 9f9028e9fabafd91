using System.Diagnostics.CodeAnalysis;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>Something that happened to a face (NFD Management, FaceMgmt, "FaceEventNotification"): stream <c>faces/events</c>.</summary>
public sealed record FaceEvent
{
    /// <summary>What happened.</summary>
    public required FaceEventKind Kind { get; init; }

    /// <summary>The face.</summary>
    public required ulong FaceId { get; init; }

    /// <summary>Where it leads.</summary>
    public required string Uri { get; init; }

    /// <summary>Where it starts.</summary>
    public required string LocalUri { get; init; }

    /// <summary>Whether the other end is on this machine.</summary>
    public required FaceScope Scope { get; init; }

    /// <summary>When it may be closed.</summary>
    public required FacePersistency Persistency { get; init; }

    /// <summary>Who hears what is sent.</summary>
    public required LinkType LinkType { get; init; }

    /// <summary>Bits of <see cref="FaceFlag"/>.</summary>
    public required ulong Flags { get; init; }

    /// <summary>Reads bytes that must be exactly one notification.</summary>
    public static bool TryRead(ReadOnlySpan<byte> wire, [NotNullWhen(true)] out FaceEvent? notification, out ParseError error)
    {
        notification = null;
        if (!TlvElement.TryRead(wire, out var element, out error))
        {
            return false;
        }

        if (element.Type != ManagementTlv.FaceEventNotification)
        {
            error = ParseError.UnexpectedType;
            return false;
        }

        var reader = new FieldReader(element.Value);
        var read = new FaceEvent
        {
            Kind = (FaceEventKind)reader.Number(ManagementTlv.FaceEventKind),
            FaceId = reader.Number(ManagementTlv.FaceId),
            Uri = reader.Text(ManagementTlv.Uri),
            LocalUri = reader.Text(ManagementTlv.LocalUri),
            Scope = (FaceScope)reader.Number(ManagementTlv.FaceScope),
            Persistency = (FacePersistency)reader.Number(ManagementTlv.FacePersistency),
            LinkType = (LinkType)reader.Number(ManagementTlv.LinkType),
            Flags = reader.Number(ManagementTlv.Flags),
        };
        error = reader.Error;
        notification = error == ParseError.None ? read : null;
        return notification is not null;
    }

    /// <summary>Encodes the element.</summary>
    public byte[] Encode()
    {
        var buffer = new byte[FieldSize.Header + FieldSize.Text(Uri) + FieldSize.Text(LocalUri) + (6 * FieldSize.Number)];
        var writer = new TlvWriter(buffer);
        var element = writer.Begin(ManagementTlv.FaceEventNotification);
        writer.WriteNumber(ManagementTlv.FaceEventKind, (ulong)Kind);
        writer.WriteNumber(ManagementTlv.FaceId, FaceId);
        writer.WriteText(ManagementTlv.Uri, Uri);
        writer.WriteText(ManagementTlv.LocalUri, LocalUri);
        writer.WriteNumber(ManagementTlv.FaceScope, (ulong)Scope);
        writer.WriteNumber(ManagementTlv.FacePersistency, (ulong)Persistency);
        writer.WriteNumber(ManagementTlv.LinkType, (ulong)LinkType);
        writer.WriteNumber(ManagementTlv.Flags, Flags);
        writer.End(element);
        return writer.Written.ToArray();
    }
}
