using System.Text;
using Hearth.Protocol;
using Hearth.Protocol.Certificates;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Tests.Fuzz.Parsers;

/// <summary>Parsers of network-layer packets and what is in them.</summary>
internal static class ProtocolParsers
{
    private static readonly byte[] Answer = new DataBuilder(Name.Parse("/p/alice/file")).Build(DigestSha256.Signer);

    private static readonly byte[][] Packets =
    [
        Interest("/p/alice/file/sha256digest=893259d98aca58c451453f29ec7dc38688e690dd0b59ef4f3b9d33738bff0b8d", 0),
        .. Vectors.All("ndnts.json").Where(vector => vector[0] is 0x05 or 0x06),
        Interest("/p/alice/file", 0),
        Interest(CommandInterest.SignName(Name.Parse("/localhost/nfd/rib/register/x"), DigestSha256.Signer, 1_700_000_000_000, [1, 2, 3, 4]).ToString(), 0),
        Interest("/p/alice/file", 300),
        new DataBuilder(Name.Parse("/p/alice/file")) { ContentType = ContentType.Nack, Content = new byte[300] }.Build(DigestSha256.Signer),
        Convert.FromHexString("060E0703080161F00016031B01001700"),
        Convert.FromHexString("061007030801611607" + "1B01001C021D00" + "1700"),
    ];

    private static readonly byte[][] Names =
    [
        [],
        .. Packets.Where(packet => Data.TryRead(packet, out _, out _)).Select(NameOf),
        Name.Parse("/.../a%00b/seg=1/off=300/v=70000/t=5000000000/seq=1/32=metadata").Value.ToArray(),
        [0x01, 0x20, .. new byte[32], 0x02, 0x20, .. new byte[32], 0xfd, 0xff, 0xff, 0x00],
    ];

    public static IReadOnlyList<Parser> All { get; } =
    [
        new("TLV elements", "appliance/Protocol/Tlv/TlvReader.cs", ReadElements, [.. Packets, .. Names, [0x08, 0xfe, 0, 1, 0, 0, .. new byte[65536]]])
        {
            InputLimit = 70_000,
        },
        new("one TLV element", "appliance/Protocol/Tlv/TlvElement.cs", ReadElement, [.. Packets, [0x19, 1, 7], [0x19, 2, 7, 7], [0x19, 4, 7, 7, 7, 7], [0x19, 8, 7, 7, 7, 7, 7, 7, 7, 7]]),
        new("name", "appliance/Protocol/NameView.cs", ReadName, Names),
        new("name as URI", "appliance/Protocol/NameUri.cs", ReadUri, [.. Names.Select(UriOf), "/%zz/seg=99/sha256digest=00/8=a/32=%FF"u8.ToArray(), "ndn:/ä€😀/..../"u8.ToArray()])
        {
            // The text that is parsed, at two bytes a character, and the name.
            InputLimit = PacketLimits.MaxPacketSize / 8,
            AllocationLimit = PacketLimits.MaxPacketSize,
        },
        new("URI of a name", "appliance/Protocol/NameUri.cs", WriteUri, Names)
        {
            // An escaped byte takes three characters of two bytes, in a builder and in a string; the last component twice.
            InputLimit = PacketLimits.MaxPacketSize / 64,
            AllocationLimit = PacketLimits.MaxPacketSize,
        },
        new("Interest", "appliance/Protocol/Interest.cs", ReadInterest, Packets),
        new("forwarding hint", "appliance/Protocol/ForwardingHint.cs", ReadForwardingHint, [.. Names.Select(value => (byte[])[0x07, (byte)value.Length, .. value, 0x07, 0x00])]),
        new("Data", "appliance/Protocol/Data.cs", ReadData, Packets),
        new("signature information", "appliance/Protocol/Signing/SignatureInfo.cs", ReadSignatureInfo, [.. SignatureInfos]),
        new("command", "appliance/Protocol/Signing/CommandInterest.cs", ReadCommand, Packets),
        new("certificate", "appliance/Protocol/Certificates/Certificate.cs", ReadCertificate, [.. Packets.Where(packet => packet[0] == 0x06)])
        {
            AllocationLimit = PacketLimits.MaxPacketSize,
        },
        new("certificate's name", "appliance/Protocol/Certificates/CertificateName.cs", ReadCertificateName, [.. Names, Name.Parse("/p/KEY/k/i/%FD%01").Value.ToArray()]),
        new("key's name", "appliance/Protocol/Certificates/KeyName.cs", ReadKeyName, [.. Names, Name.Parse("/p/KEY/k").Value.ToArray()]),
        new("validity period", "appliance/Protocol/Certificates/ValidityPeriod.cs", ReadValidityPeriod, [Validity, [.. Validity, 0xf0, 0x00]]),
    ];

    private static byte[] Validity => [0xfd, 0, 0xfe, 15, .. "20260102T030405"u8, 0xfd, 0, 0xff, 15, .. "20360102T030405"u8];

    private static IEnumerable<byte[]> SignatureInfos =>
    [
        [0x1b, 1, 0],
        [0x1b, 1, 3, 0x1c, 5, 0x07, 3, 0x08, 1, 0x61, 0x26, 2, 1, 2, 0x28, 1, 9, 0x2a, 1, 9],
        [0x1b, 1, 3, 0x1c, 4, 0x1d, 2, 1, 2, 0xf0, 0],
        [0x1b, 1, 5, 0x1c, 2, 0x07, 0, 0xfd, 0, 0xfd, (byte)Validity.Length, .. Validity, 0xfd, 1, 2, 0],
    ];

    private static byte[] Interest(string uri, int parameters) => new InterestBuilder(Name.Parse(uri))
    {
        CanBePrefix = true,
        MustBeFresh = true,
        ForwardingHint = [Name.Parse("/hint")],
        Nonce = 1,
        Lifetime = TimeSpan.FromSeconds(1),
        HopLimit = 1,
        ApplicationParameters = parameters == 0 ? default(ReadOnlyMemory<byte>?) : new byte[parameters],
    }.Build();

    private static byte[] NameOf(byte[] packet) => Data.TryRead(packet, out var data, out _) ? data.Name.Value.ToArray() : [];

    private static byte[] UriOf(byte[] name) => Encoding.UTF8.GetBytes(Name.TryRead(name, out var read, out _) ? read.ToString() : "/");

    private static bool ReadElements(ReadOnlySpan<byte> input)
    {
        TlvReader.TryReadHeader(input, out _, out _, out _);
        var reader = new TlvReader(input);
        while (reader.TryRead(out var element))
        {
            element.TryGetNumber(out _);
        }

        return reader.Error == ParseError.None && reader.AtEnd;
    }

    private static bool ReadElement(ReadOnlySpan<byte> input) =>
        TlvElement.TryRead(input, out var element, out _) && (element.TryGetNumber(out _) || element.IsCritical);

    private static bool ReadName(ReadOnlySpan<byte> input)
    {
        if (!NameView.TryRead(input, out var name, out _))
        {
            return false;
        }

        var half = name.Prefix(name.Count / 2);
        return half.IsPrefixOf(name) && half.CompareTo(name) <= 0 && name.CompareTo(half) >= 0 && (name.IsEmpty || name.Last.Equals(name[name.Count - 1]));
    }

    private static bool ReadUri(ReadOnlySpan<byte> input)
    {
        Span<char> text = stackalloc char[input.Length];
        var uri = new string(text[..Encoding.UTF8.GetChars(input, text)]);
        return Name.TryParse(uri, out _);
    }

    private static bool WriteUri(ReadOnlySpan<byte> input) =>
        NameView.TryRead(input, out var name, out _) && !name.IsEmpty && name.ToString().EndsWith(name.Last.ToString(), StringComparison.Ordinal);

    private static bool ReadInterest(ReadOnlySpan<byte> input)
    {
        if (!Hearth.Protocol.Interest.TryRead(input, out var interest, out _))
        {
            return false;
        }

        foreach (var hint in interest.ForwardingHint)
        {
            hint.CompareTo(interest.Name);
        }

        interest.HasValidParametersDigest();
        DigestSha256.Verifier.Verify(interest);
        return Data.TryRead(Answer, out var data, out _) && (interest.MatchesName(data) || !interest.Signature.KeyName.Equals(data.Name));
    }

    private static bool ReadForwardingHint(ReadOnlySpan<byte> input)
    {
        var read = ForwardingHint.TryRead(input, out var hint, out _);
        foreach (var name in hint)
        {
            name.CompareTo(name);
        }

        return read;
    }

    private static bool ReadData(ReadOnlySpan<byte> input)
    {
        if (!Data.TryRead(input, out var data, out _))
        {
            return false;
        }

        data.TryGetFinalSegment(out _);
        DigestSha256.Verifier.Verify(data);
        return true;
    }

    private static bool ReadSignatureInfo(ReadOnlySpan<byte> input) => SignatureInfo.TryRead(input, out _, out _);

    private static bool ReadCommand(ReadOnlySpan<byte> input)
    {
        if (!Hearth.Protocol.Interest.TryRead(input, out var interest, out _) || !CommandInterest.TryRead(interest, out var command, out _))
        {
            return false;
        }

        command.IsSignedBy(DigestSha256.Verifier);
        return true;
    }

    private static bool ReadCertificate(ReadOnlySpan<byte> input)
    {
        if (!Certificate.TryRead(input, out var certificate, out _))
        {
            return false;
        }

        // Whether it signed itself says nothing about whether it was read.
        _ = certificate.IsSelfSigned;
        return certificate.Identity.IsPrefixOf(certificate.Name) && certificate.PublicKey.Length <= certificate.Wire.Length;
    }

    private static bool ReadCertificateName(ReadOnlySpan<byte> input) =>
        NameView.TryRead(input, out var name, out _)
        && CertificateName.TryParse(name, out var certificate)
        && certificate.Identity.IsPrefixOf(certificate.Key.Name)
        && certificate.IssuerId.Wire.Length > 0;

    private static bool ReadKeyName(ReadOnlySpan<byte> input) =>
        NameView.TryRead(input, out var name, out _)
        && KeyName.TryParseLocator(name, out var key)
        && key.Identity.IsPrefixOf(key.Name)
        && key.KeyId.Wire.Length > 0;

    private static bool ReadValidityPeriod(ReadOnlySpan<byte> input) =>
        ValidityPeriod.TryRead(input, out var period, out _) && period.Contains(period.NotBefore) == period.NotBefore <= period.NotAfter;
}
