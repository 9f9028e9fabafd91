using System.Diagnostics.CodeAnalysis;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>Which faces <c>faces/query</c> lists: those that agree with every field given (FaceMgmt, "Query Operation").</summary>
public sealed record FaceQueryFilter
{
    /// <summary>The face.</summary>
    public ulong? FaceId { get; init; }

    /// <summary>Scheme of the remote or of the local URI.</summary>
    public string? UriScheme { get; init; }

    /// <summary>Where it leads.</summary>
    public string? Uri { get; init; }

    /// <summary>Where it starts.</summary>
    public string? LocalUri { get; init; }

    /// <summary>Whether the other end is on this machine.</summary>
    public FaceScope? Scope { get; init; }

    /// <summary>When it may be closed.</summary>
    public FacePersistency? Persistency { get; init; }

    /// <summary>Who hears what is sent.</summary>
    public LinkType? LinkType { get; init; }

    /// <summary>Reads bytes that must be exactly one FaceQueryFilter element.</summary>
    public static bool TryRead(ReadOnlySpan<byte> wire, [NotNullWhen(true)] out FaceQueryFilter? filter, out ParseError error)
    {
        filter = null;
        if (!TlvElement.TryRead(wire, out var element, out error))
        {
            return false;
        }

        if (element.Type != ManagementTlv.FaceQueryFilter)
        {
            error = ParseError.UnexpectedType;
            return false;
        }

        var reader = new FieldReader(element.Value);
        var read = new FaceQueryFilter
        {
            FaceId = reader.OptionalNumber(ManagementTlv.FaceId),
            UriScheme = reader.OptionalText(ManagementTlv.UriScheme),
            Uri = reader.OptionalText(ManagementTlv.Uri),
            LocalUri = reader.OptionalText(ManagementTlv.LocalUri),
            Scope = (FaceScope?)reader.OptionalNumber(ManagementTlv.FaceScope),
            Persistency = (FacePersistency?)reader.OptionalNumber(ManagementTlv.FacePersistency),
            LinkType = (LinkType?)reader.OptionalNumber(ManagementTlv.LinkType),
        };
        error = reader.Error;
        filter = error == ParseError.None ? read : null;
        return filter is not null;
    }

    /// <summary>Whether a face is to be listed.</summary>
    public bool Matches(FaceStatus face) =>
        (FaceId is null || FaceId == face.FaceId)
        && (UriScheme is null || HasScheme(face.Uri) || HasScheme(face.LocalUri))
        && (Uri is null || Uri == face.Uri)
        && (LocalUri is null || LocalUri == face.LocalUri)
        && (Scope is null || Scope == face.Scope)
        && (Persistency is null || Persistency == face.Persistency)
        && (LinkType is null || LinkType == face.LinkType);

    /// <summary>Encodes the element.</summary>
    /// <exception cref="ArgumentException">It is larger than a packet.</exception>
    public byte[] Encode()
    {
        Span<byte> buffer = stackalloc byte[PacketLimits.MaxPacketSize];
        var writer = new TlvWriter(buffer);
        var element = writer.Begin(ManagementTlv.FaceQueryFilter);
        writer.WriteOptional(ManagementTlv.FaceId, FaceId);
        writer.WriteOptional(ManagementTlv.UriScheme, UriScheme);
        writer.WriteOptional(ManagementTlv.Uri, Uri);
        writer.WriteOptional(ManagementTlv.LocalUri, LocalUri);
        writer.WriteOptional(ManagementTlv.FaceScope, (ulong?)Scope);
        writer.WriteOptional(ManagementTlv.FacePersistency, (ulong?)Persistency);
        writer.WriteOptional(ManagementTlv.LinkType, (ulong?)LinkType);
        writer.End(element);
        return writer.Written.ToArray();
    }

    private bool HasScheme(string uri) => uri.StartsWith($"{UriScheme}://", StringComparison.Ordinal);
}
