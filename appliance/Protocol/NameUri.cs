using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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

    public static bool TryParse(string uri, [NotNullWhen(true)] out Name? name)
    {
        name = null;
        var path = uri.StartsWith("ndn:", StringComparison.Ordinal) ? uri.AsSpan(4) : uri;
        if (path.StartsWith("//"))
        {
            return false;
        }

        path = path.Trim('/');
        var parsed = Name.Empty;
        while (!path.IsEmpty)
        {
            var slash = path.IndexOf('/');
            var component = slash < 0 ? path : path[..slash];
            path = slash < 0 ? [] : path[(slash + 1)..];
            if (component.IsEmpty || !TryParseComponent(component, out var type, out var value))
            {
                return false;
            }

            parsed = parsed.Append(type, value);
        }

        name = parsed;
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
                text.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
            }
        }
    }

    private static bool TryParseComponent(ReadOnlySpan<char> text, out uint type, out byte[] value)
    {
        type = TlvType.GenericNameComponent;
        value = [];
        var equals = text.IndexOf('=');
        if (equals < 0)
        {
            return TryUnescape(text, out value);
        }

        var label = text[..equals];
        var rest = text[(equals + 1)..];
        switch (label)
        {
            case ImplicitDigest:
                type = TlvType.ImplicitSha256DigestComponent;
                return TryParseDigest(rest, out value);
            case ParametersDigest:
                type = TlvType.ParametersSha256DigestComponent;
                return TryParseDigest(rest, out value);
        }

        foreach (var (form, number) in NumberForms)
        {
            if (label.SequenceEqual(form))
            {
                type = number;
                return TryParseNumber(rest, out value);
            }
        }

        return uint.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out type)
            && type is > TlvType.ParametersSha256DigestComponent and <= ushort.MaxValue
            && label[0] != '0'
            && TryUnescape(rest, out value);
    }

    private static bool TryParseDigest(ReadOnlySpan<char> hex, out byte[] digest)
    {
        digest = new byte[32];
        return hex.Length == 64
            && Convert.FromHexString(hex, digest, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out byte[] value)
    {
        value = [];
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        Span<byte> encoded = stackalloc byte[8];
        value = encoded[..TlvWriter.EncodeNonNegativeInteger(encoded, number)].ToArray();
        return true;
    }

    private static bool TryUnescape(ReadOnlySpan<char> text, out byte[] value)
    {
        value = [];
        if (text.IndexOfAnyExcept('.') < 0)
        {
            // "..." is the empty component; fewer periods would be relative paths.
            if (text.Length < 3)
            {
                return false;
            }

            text = text[3..];
        }

        Span<byte> utf8 = stackalloc byte[4];
        var bytes = new List<byte>(text.Length);
        while (!text.IsEmpty)
        {
            if (text[0] == '%')
            {
                if (text.Length < 3
                    || !byte.TryParse(text[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
                {
                    return false;
                }

                bytes.Add(octet);
                text = text[3..];
                continue;
            }

            if (Rune.DecodeFromUtf16(text, out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
            text = text[consumed..];
        }

        value = [.. bytes];
        return true;
    }
}
