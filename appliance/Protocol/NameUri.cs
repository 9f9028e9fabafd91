using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol;

/// <summary>
/// Names as text: the canonical URI form of the NDN Packet Format v0.3 ("NDN URI Scheme") with the alternate forms
/// of the Naming Conventions rev. 3.
/// </summary>
internal static class NameUri
{
    private const string ImplicitDigest = "sha256digest";
    private const string ParametersDigest = "params-sha256";
    private const string HexDigits = "0123456789ABCDEF";

    private static readonly (string Label, uint Type)[] NumberForms =
    [
        ("seg", TlvType.SegmentNameComponent),
        ("off", TlvType.ByteOffsetNameComponent),
        ("v", TlvType.VersionNameComponent),
        ("t", TlvType.TimestampNameComponent),
        ("seq", TlvType.SequenceNumNameComponent),
    ];

    public static string Format(NameView name)
    {
        if (name.IsEmpty)
        {
            return "/";
        }

        var text = new StringBuilder();
        foreach (var component in name)
        {
            text.Append('/');
            Format(text, component);
        }

        return text.ToString();
    }

    public static string Format(NameComponent component)
    {
        var text = new StringBuilder();
        Format(text, component);
        return text.ToString();
    }

    /// <summary>Refuses what no packet could hold, so that no text takes more than a packet's memory.</summary>
    public static bool TryParse(string uri, [NotNullWhen(true)] out Name? name)
    {
        name = null;
        var path = uri.StartsWith("ndn:", StringComparison.Ordinal) ? uri.AsSpan(4) : uri;
        path = path.StartsWith('/') ? path[1..] : path;
        path = path.Length > 1 && path.EndsWith('/') ? path[..^1] : path;
        Span<byte> encoded = stackalloc byte[PacketLimits.MaxPacketSize];
        var writer = new TlvWriter(encoded);
        Span<byte> value = stackalloc byte[PacketLimits.MaxPacketSize];
        var count = 0;
        while (!path.IsEmpty)
        {
            var slash = path.IndexOf('/');
            var component = slash < 0 ? path : path[..slash];
            path = slash < 0 ? [] : path[(slash + 1)..];
            if (!TryParseComponent(component, value, out var type, out var size)
                || TlvWriter.SizeOfElement(type, size) > encoded.Length - writer.Length
                || (slash >= 0 && path.IsEmpty))
            {
                return false;
            }

            writer.Write(type, value[..size]);
            count++;
        }

        name = count == 0 ? Name.Empty : new Name(writer.Written.ToArray(), count);
        return true;
    }

    private static void Format(StringBuilder text, NameComponent component)
    {
        switch (component.Type)
        {
            case TlvType.ImplicitSha256DigestComponent:
                text.Append(ImplicitDigest).Append('=').Append(Convert.ToHexStringLower(component.Value));
                return;
            case TlvType.ParametersSha256DigestComponent:
                text.Append(ParametersDigest).Append('=').Append(Convert.ToHexStringLower(component.Value));
                return;
            case TlvType.GenericNameComponent:
                Escape(text, component.Value);
                return;
        }

        foreach (var (label, type) in NumberForms)
        {
            // Only the shortest encoding has this form, or two names would share one URI.
            if (component.TryGetNumber(type, out var number) && IsShortest(component.Value, number))
            {
                text.Append(CultureInfo.InvariantCulture, $"{label}={number}");
                return;
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"{component.Type}=");
        Escape(text, component.Value);
    }

    private static bool IsShortest(ReadOnlySpan<byte> value, ulong number)
    {
        Span<byte> shortest = stackalloc byte[8];
        return TlvWriter.EncodeNonNegativeInteger(shortest, number) == value.Length;
    }

    private static void Escape(StringBuilder text, ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAnyExcept((byte)'.') < 0)
        {
            text.Append("...");
        }

        foreach (var octet in value)
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
            {
                text.Append((char)octet);
            }
            else
            {
                text.Append('%').Append(HexDigits[octet >> 4]).Append(HexDigits[octet & 15]);
            }
        }
    }

    private static bool TryParseComponent(ReadOnlySpan<char> text, Span<byte> value, out uint type, out int size)
    {
        type = TlvType.GenericNameComponent;
        var equals = text.IndexOf('=');
        if (equals < 0)
        {
            return TryUnescape(text, value, out size);
        }

        var label = text[..equals];
        var rest = text[(equals + 1)..];
        switch (label)
        {
            case ImplicitDigest:
                type = TlvType.ImplicitSha256DigestComponent;
                return TryParseDigest(rest, value, out size);
            case ParametersDigest:
                type = TlvType.ParametersSha256DigestComponent;
                return TryParseDigest(rest, value, out size);
        }

        foreach (var (form, number) in NumberForms)
        {
            if (label.SequenceEqual(form))
            {
                type = number;
                return TryParseNumber(rest, value, out size);
            }
        }

        size = 0;
        return uint.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out type)
            && type is > TlvType.ParametersSha256DigestComponent and <= ushort.MaxValue
            && label[0] != '0'
            && TryUnescape(rest, value, out size);
    }

    private static bool TryParseDigest(ReadOnlySpan<char> hex, Span<byte> value, out int size)
    {
        size = 0;
        return hex.Length == 2 * SHA256.HashSizeInBytes
            && Convert.FromHexString(hex, value, out _, out size) == OperationStatus.Done;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, Span<byte> value, out int size)
    {
        var parsed = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        size = parsed ? TlvWriter.EncodeNonNegativeInteger(value, number) : 0;
        return parsed;
    }

    private static bool TryUnescape(ReadOnlySpan<char> text, Span<byte> value, out int size)
    {
        size = 0;
        while (!text.IsEmpty)
        {
            // A UTF-16 unit takes three bytes at most; two of them that make one character, four.
            if (value.Length - size < 4)
            {
                return false;
            }

            if (text[0] == '%')
            {
                if (text.Length < 3
                    || !byte.TryParse(text[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value[size]))
                {
                    return false;
                }

                size++;
                text = text[3..];
                continue;
            }

            if (Rune.DecodeFromUtf16(text, out var rune, out var consumed) != OperationStatus.Done)
            {
                return false;
            }

            size += rune.EncodeToUtf8(value[size..]);
            text = text[consumed..];
        }

        if (value[..size].IndexOfAnyExcept((byte)'.') >= 0)
        {
            return true;
        }

        // Three periods stand for none; fewer would be a relative path, escaped or not (RFC 3986, section 6.2.2.2).
        size -= 3;
        return size >= 0;
    }
}
