using Hearth.Protocol.Certificates;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Link;

/// <summary>
/// A producer's statement that it answers for a prefix, borrowed (NDNLPv2, "PrefixAnnouncement"; NFD, "Prefix
/// Announcement Protocol"): a signed Data packet named <c>/&lt;prefix&gt;/32=PA/v=&lt;version&gt;/seg=0</c>. Reading
/// checks its form alone, not its signature.
/// </summary>
public readonly ref struct PrefixAnnouncement
{
    // /32=PA/v=<version>/seg=0
    private const int Suffix = 3;

    private PrefixAnnouncement(scoped in Data data, ulong version, TimeSpan expirationPeriod, ValidityPeriod? validity)
    {
        Data = data;
        Version = version;
        ExpirationPeriod = expirationPeriod;
        Validity = validity;
    }

    /// <summary>The packet.</summary>
    public Data Data { get; }

    /// <summary>The prefix that is announced.</summary>
    public NameView Prefix => Data.Name.Prefix(Data.Name.Count - Suffix);

    /// <summary>Tells announcements of one prefix apart.</summary>
    public ulong Version { get; }

    /// <summary>How long a route lasts that is made from it.</summary>
    public TimeSpan ExpirationPeriod { get; }

    /// <summary>When it may be used; null for always.</summary>
    public ValidityPeriod? Validity { get; }

    /// <summary>Reads bytes that must be exactly one announcement.</summary>
    public static bool TryRead(ReadOnlySpan<byte> wire, out PrefixAnnouncement announcement, out ParseError error)
    {
        announcement = default;
        if (!Data.TryRead(wire, out var data, out error))
        {
            return false;
        }

        var name = data.Name;
        if (data.ContentType != ContentType.PrefixAnnouncement
            || name.Count < Suffix
            || !name[name.Count - 3].IsKeyword("PA"u8)
            || !name[name.Count - 2].TryGetNumber(TlvType.VersionNameComponent, out var version)
            || !name.Last.TryGetNumber(TlvType.SegmentNameComponent, out var segment)
            || segment != 0)
        {
            error = ParseError.UnexpectedType;
            return false;
        }

        error = ReadContent(data.Content, out var expirationPeriod, out var validity);
        announcement = error == ParseError.None ? new PrefixAnnouncement(data, version, expirationPeriod, validity) : default;
        return error == ParseError.None;
    }

    /// <summary>Makes an announcement and signs it.</summary>
    /// <param name="prefix">The prefix to announce.</param>
    /// <param name="version">Tells announcements of one prefix apart; milliseconds since 1970 by custom.</param>
    /// <param name="expirationPeriod">How long a route lasts that is made from it, in whole milliseconds.</param>
    /// <param name="validity">When it may be used; null for always.</param>
    /// <param name="signer">Signs.</param>
    public static byte[] Build(Name prefix, ulong version, TimeSpan expirationPeriod, ValidityPeriod? validity, Signer signer)
    {
        Span<byte> buffer = stackalloc byte[64];
        var content = new TlvWriter(buffer);
        content.WriteNumber(TlvType.ExpirationPeriod, Milliseconds.FromTimeSpan(expirationPeriod));
        validity?.WriteTo(ref content);
        return new DataBuilder(prefix.AppendKeyword("PA").AppendVersion(version).AppendSegment(0))
        {
            ContentType = ContentType.PrefixAnnouncement,
            Content = content.Written.ToArray(),
        }.Build(signer);
    }

    private static ParseError ReadContent(ReadOnlySpan<byte> content, out TimeSpan expirationPeriod, out ValidityPeriod? validity)
    {
        TimeSpan? expiration = null;
        validity = null;
        var reader = new TlvReader(content);
        while (reader.TryRead(out var element))
        {
            switch (element.Type)
            {
                case TlvType.ExpirationPeriod when expiration is null && element.TryGetNumber(out var milliseconds):
                    expiration = Milliseconds.ToTimeSpan(milliseconds);
                    break;
                case TlvType.ValidityPeriod when expiration is not null && validity is null:
                    if (!ValidityPeriod.TryRead(element.Value, out var period, out var error))
                    {
                        expirationPeriod = default;
                        return error;
                    }

                    validity = period;
                    break;
                default:
                    if (element.IsCritical)
                    {
                        expirationPeriod = default;
                        return ParseError.UnrecognizedCriticalElement;
                    }

                    break;
            }
        }

        expirationPeriod = expiration ?? default;
        return reader.Error != ParseError.None ? reader.Error
            : expiration is null ? ParseError.MissingElement
            : ParseError.None;
    }
}
