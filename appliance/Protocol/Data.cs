using System.Security.Cryptography;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol;

/// <summary>
/// A Data packet borrowed from the bytes it was read from (NDN Packet Format v0.3, "Data Packet"). Once read, every
/// field is well-formed; the signature is not checked by reading. <see cref="DataBuilder"/> makes one.
/// </summary>
public readonly ref struct Data
{
    private Data(scoped in Fields fields)
    {
        Wire = fields.Wire;
        Name = fields.Name;
        ContentType = fields.ContentType;
        FreshnessPeriod = fields.FreshnessPeriod;
        FinalBlockId = fields.FinalBlockId;
        Content = fields.Content;
        Signature = fields.Signature;
        SignatureValue = fields.SignatureValue;
        SignedPortion = fields.Wire[fields.SignedStart..fields.SignedEnd];
    }

    /// <summary>The whole packet.</summary>
    public ReadOnlySpan<byte> Wire { get; }

    /// <summary>The name.</summary>
    public NameView Name { get; }

    /// <summary>What the content is.</summary>
    public ContentType ContentType { get; }

    /// <summary>How long after arrival a cache may call it fresh; zero when the packet does not say.</summary>
    public TimeSpan FreshnessPeriod { get; }

    /// <summary>The encoded name component of the last segment; empty when the packet does not say.</summary>
    public ReadOnlySpan<byte> FinalBlockId { get; }

    /// <summary>The content.</summary>
    public ReadOnlySpan<byte> Content { get; }

    /// <summary>SignatureInfo.</summary>
    public SignatureInfo Signature { get; }

    /// <summary>The value of SignatureValue.</summary>
    public ReadOnlySpan<byte> SignatureValue { get; }

    /// <summary>What the signature covers: everything before the signature value.</summary>
    public ReadOnlySpan<byte> SignedPortion { get; }

    /// <summary>Reads bytes that must be exactly one Data packet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> wire, out Data data, out ParseError error)
    {
        data = default;
        if (!TlvElement.TryRead(wire, out var packet, out error))
        {
            return false;
        }

        if (packet.Type != TlvType.Data)
        {
            error = ParseError.UnexpectedType;
            return false;
        }

        var fields = new Fields { Wire = wire };
        error = fields.Read(packet.Value);
        if (error != ParseError.None)
        {
            return false;
        }

        data = new Data(in fields);
        return true;
    }

    /// <summary>Computes the implicit digest, SHA-256 over the whole packet, into 32 bytes.</summary>
    public void ComputeImplicitDigest(Span<byte> digest) => SHA256.HashData(Wire, digest);

    /// <summary>Whether <paramref name="digest"/> is this packet's implicit digest.</summary>
    public bool MatchesImplicitDigest(ReadOnlySpan<byte> digest)
    {
        Span<byte> mine = stackalloc byte[SHA256.HashSizeInBytes];
        ComputeImplicitDigest(mine);
        return mine.SequenceEqual(digest);
    }

    /// <summary>Reads the last segment's number from <see cref="FinalBlockId"/>.</summary>
    public bool TryGetFinalSegment(out ulong segment)
    {
        segment = 0;
        return TlvElement.TryRead(FinalBlockId, out var component, out _)
            && component.Type == TlvType.SegmentNameComponent
            && component.TryGetNumber(out segment);
    }

    private ref struct Fields
    {
        public ReadOnlySpan<byte> Wire;
        public NameView Name;
        public ContentType ContentType;
        public TimeSpan FreshnessPeriod;
        public ReadOnlySpan<byte> FinalBlockId;
        public ReadOnlySpan<byte> Content;
        public SignatureInfo Signature;
        public ReadOnlySpan<byte> SignatureValue;
        public int SignedStart;
        public int SignedEnd;
        private bool nameSeen;
        private bool infoSeen;

        public ParseError Read(ReadOnlySpan<byte> value)
        {
            SignedStart = Wire.Length - value.Length;
            var lastRank = 0;
            var reader = new TlvReader(value);
            while (reader.TryRead(out var element))
            {
                var rank = Rank(element.Type);
                if (rank <= lastRank)
                {
                    if (element.IsCritical)
                    {
                        return ParseError.UnrecognizedCriticalElement;
                    }

                    continue;
                }

                lastRank = rank;
                var error = Accept(element, Wire.Length - reader.Remaining.Length);
                if (error != ParseError.None)
                {
                    return error;
                }
            }

            return reader.Error != ParseError.None ? reader.Error
                : nameSeen && infoSeen && SignedEnd > 0 ? ParseError.None
                : ParseError.MissingElement;
        }

        // The order that the specification demands; 0 is unknown.
        private static int Rank(uint type) => type switch
        {
            TlvType.Name => 1,
            TlvType.MetaInfo => 2,
            TlvType.Content => 3,
            TlvType.SignatureInfo => 4,
            TlvType.SignatureValue => 5,
            _ => 0,
        };

        private ParseError Accept(TlvElement element, int end)
        {
            var error = ParseError.None;
            switch (element.Type)
            {
                case TlvType.Name:
                    nameSeen = NameView.TryRead(element.Value, out Name, out error);
                    return error;
                case TlvType.MetaInfo:
                    return ReadMetaInfo(element.Value);
                case TlvType.Content:
                    Content = element.Value;
                    return ParseError.None;
                case TlvType.SignatureInfo:
                    infoSeen = SignatureInfo.TryRead(element.Value, out Signature, out error);
                    return error;
                default:
                    SignedEnd = end - element.Wire.Length;
                    SignatureValue = element.Value;
                    return ParseError.None;
            }
        }

        private ParseError ReadMetaInfo(ReadOnlySpan<byte> value)
        {
            var lastType = 0u;
            var reader = new TlvReader(value);
            while (reader.TryRead(out var element))
            {
                // ContentType, FreshnessPeriod and FinalBlockId are numbered in the order they must have.
                if (element.Type is < TlvType.ContentType or > TlvType.FinalBlockId || element.Type <= lastType)
                {
                    if (element.IsCritical)
                    {
                        return ParseError.UnrecognizedCriticalElement;
                    }

                    continue;
                }

                lastType = element.Type;
                if (element.Type == TlvType.FinalBlockId)
                {
                    if (!TlvElement.TryRead(element.Value, out var component, out var error))
                    {
                        return error;
                    }

                    if (!NameComponent.IsValid(component))
                    {
                        return ParseError.InvalidComponent;
                    }

                    FinalBlockId = element.Value;
                    continue;
                }

                if (!element.TryGetNumber(out var number))
                {
                    return ParseError.InvalidValue;
                }

                if (element.Type == TlvType.ContentType)
                {
                    ContentType = (ContentType)number;
                }
                else
                {
                    FreshnessPeriod = Milliseconds.ToTimeSpan(number);
                }
            }

            return reader.Error;
        }
    }
}
