using System.Buffers.Binary;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Link;

/// <summary>
/// A link-layer packet, borrowed (NDNLPv2). A bare Interest or Data reads as one without header fields.
/// </summary>
public ref struct LpPacket
{
    /// <summary>Longest PIT token in bytes.</summary>
    public const int MaxPitTokenSize = 32;

    /// <summary>CachePolicyType NoCache (NDNLPv2, "Cache Policy"): no content store is to keep the Data.</summary>
    public const ulong NoCache = 1;

    /// <summary>Most bytes that all header fields but announcement and acks take, with the outer headers.</summary>
    public const int MaxHeaderSize = 160;

    /// <summary>The fragment: a whole network-layer packet when <see cref="FragCount"/> is 1; empty for an IDLE packet.</summary>
    public ReadOnlySpan<byte> Fragment { readonly get; set; }

    /// <summary>Sequence number of this fragment.</summary>
    public ulong? Sequence { readonly get; set; }

    /// <summary>Index of this fragment, below <see cref="FragCount"/>.</summary>
    public ulong FragIndex { readonly get; set; }

    /// <summary>Number of fragments, at least 1.</summary>
    public ulong FragCount { readonly get; set; }

    /// <summary>Opaque token to be returned with the answer, up to 32 bytes; empty for none.</summary>
    public ReadOnlySpan<byte> PitToken { readonly get; set; }

    /// <summary>Set when the fragment is an Interest that comes back as a Nack.</summary>
    public NackReason? Nack { readonly get; set; }

    /// <summary>Face on which the packet came, told to local applications.</summary>
    public ulong? IncomingFaceId { readonly get; set; }

    /// <summary>Face on which a local application wants the Interest sent.</summary>
    public ulong? NextHopFaceId { readonly get; set; }

    /// <summary>CachePolicyType; null for none. The only one that is defined is <see cref="NoCache"/>.</summary>
    public ulong? CachePolicy { readonly get; set; }

    /// <summary>Congestion mark; 0 for none.</summary>
    public ulong CongestionMark { readonly get; set; }

    /// <summary>TxSequence of the reliability feature.</summary>
    public ulong? TxSequence { readonly get; set; }

    /// <summary>All Ack elements of the reliability feature, one after the other, in wire form.</summary>
    public ReadOnlySpan<byte> Acks { readonly get; set; }

    /// <summary>Whether self-learning may not flood this Interest.</summary>
    public bool NonDiscovery { readonly get; set; }

    /// <summary>A prefix announcement: the encoded Data packet; empty for none.</summary>
    public ReadOnlySpan<byte> PrefixAnnouncement { readonly get; set; }

    /// <summary>The header fields as they were read, everything before the fragment; empty when the packet was bare.</summary>
    internal ReadOnlySpan<byte> HeaderFields { readonly get; private set; }

    /// <summary>A packet without header fields around <paramref name="networkPacket"/>.</summary>
    public static LpPacket Of(ReadOnlySpan<byte> networkPacket) => new() { Fragment = networkPacket, FragCount = 1 };

    /// <summary>Reads bytes that must be exactly one LpPacket, Interest or Data; only the link layer is checked.</summary>
    public static bool TryRead(ReadOnlySpan<byte> wire, out LpPacket packet, out ParseError error)
    {
        packet = Of(wire);
        if (!TlvElement.TryRead(wire, out var element, out error))
        {
            return false;
        }

        switch (element.Type)
        {
            case TlvType.Interest or TlvType.Data:
                return true;
            case TlvType.LpPacket:
                packet = Of([]);
                error = packet.Read(element.Value);
                return error == ParseError.None;
            default:
                error = ParseError.UnexpectedType;
                return false;
        }
    }

    /// <summary>Whether there are header fields, so that the packet cannot be sent bare.</summary>
    public readonly bool HasHeader =>
        Sequence is not null || FragCount != 1 || !PitToken.IsEmpty || Nack is not null || IncomingFaceId is not null
        || NextHopFaceId is not null || CachePolicy is not null || CongestionMark != 0 || TxSequence is not null
        || !Acks.IsEmpty || NonDiscovery || !PrefixAnnouncement.IsEmpty || Fragment.IsEmpty;

    /// <summary>Encodes the packet, bare when it has no header fields, and returns its size.</summary>
    /// <param name="destination">At least <see cref="MaxHeaderSize"/> longer than fragment, announcement and acks.</param>
    public readonly int WriteTo(Span<byte> destination)
    {
        if (!HasHeader)
        {
            Fragment.CopyTo(destination);
            return Fragment.Length;
        }

        var writer = new TlvWriter(destination);
        var packet = writer.Begin(TlvType.LpPacket);
        WriteFragmentation(ref writer);
        WriteForwarding(ref writer);
        if (!Fragment.IsEmpty)
        {
            writer.Write(TlvType.Fragment, Fragment);
        }

        writer.End(packet);
        return writer.Length;
    }

    private readonly void WriteFragmentation(ref TlvWriter writer)
    {
        Span<byte> number = stackalloc byte[8];
        if (Sequence is { } sequence)
        {
            BinaryPrimitives.WriteUInt64BigEndian(number, sequence);
            writer.Write(TlvType.Sequence, number);
        }

        if (FragCount != 1)
        {
            writer.WriteNumber(TlvType.FragIndex, FragIndex);
            writer.WriteNumber(TlvType.FragCount, FragCount);
        }
    }

    // Header fields stand in the order of their numbers.
    private readonly void WriteForwarding(ref TlvWriter writer)
    {
        if (!PitToken.IsEmpty)
        {
            writer.Write(TlvType.PitToken, PitToken);
        }

        if (Nack is { } reason)
        {
            var nack = writer.Begin(TlvType.Nack);
            if (reason != NackReason.None)
            {
                writer.WriteNumber(TlvType.NackReason, (ulong)reason);
            }

            writer.End(nack);
        }

        WriteOptional(ref writer, TlvType.IncomingFaceId, IncomingFaceId);
        WriteOptional(ref writer, TlvType.NextHopFaceId, NextHopFaceId);
        if (CachePolicy is { } policy)
        {
            var element = writer.Begin(TlvType.CachePolicy);
            writer.WriteNumber(TlvType.CachePolicyType, policy);
            writer.End(element);
        }

        WriteOptional(ref writer, TlvType.CongestionMark, CongestionMark == 0 ? null : CongestionMark);
        writer.WriteRaw(Acks);
        if (TxSequence is { } txSequence)
        {
            Span<byte> number = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(number, txSequence);
            writer.Write(TlvType.TxSequence, number);
        }

        if (NonDiscovery)
        {
            writer.WriteEmpty(TlvType.NonDiscovery);
        }

        if (!PrefixAnnouncement.IsEmpty)
        {
            writer.Write(TlvType.PrefixAnnouncement, PrefixAnnouncement);
        }
    }

    private static void WriteOptional(ref TlvWriter writer, uint type, ulong? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(type, value);
        }
    }

    /// <summary>Reads header fields alone, as <see cref="HeaderFields"/> gives them.</summary>
    internal static bool TryReadHeaderFields(ReadOnlySpan<byte> fields, out LpPacket packet)
    {
        packet = Of([]);
        return packet.Read(fields) == ParseError.None;
    }

    private ParseError Read(ReadOnlySpan<byte> value)
    {
        HeaderFields = value;
        var lastType = 0u;
        var reader = new TlvReader(value);
        while (reader.TryRead(out var element))
        {
            // Fragment is the last field though its number is the lowest.
            var inOrder = lastType != TlvType.Fragment
                && (element.Type > lastType || element.Type == TlvType.Fragment
                    || (element.Type == TlvType.Ack && lastType == TlvType.Ack));
            var error = inOrder ? Accept(element) : ParseError.UnrecognizedCriticalElement;
            if (error != ParseError.None)
            {
                return error;
            }

            var end = value.Length - reader.Remaining.Length;
            if (element.Type == TlvType.Fragment)
            {
                HeaderFields = value[..(end - element.Wire.Length)];
            }
            else if (element.Type == TlvType.Ack)
            {
                // Acks follow one another, or they were out of order.
                var size = Acks.Length + element.Wire.Length;
                Acks = value.Slice(end - size, size);
            }

            lastType = element.Type;
        }

        return reader.Error != ParseError.None ? reader.Error
            : FragIndex < FragCount ? ParseError.None
            : ParseError.InvalidValue;
    }

    private ParseError Accept(TlvElement element)
    {
        switch (element.Type)
        {
            case TlvType.Fragment:
                Fragment = element.Value;
                return ParseError.None;
            case TlvType.PitToken when element.Value.Length is >= 1 and <= MaxPitTokenSize:
                PitToken = element.Value;
                return ParseError.None;
            case TlvType.Nack:
                return ReadNack(element.Value);
            case TlvType.CachePolicy:
                return ReadCachePolicy(element.Value);
            case TlvType.Ack when element.Value.Length == 8:
                return ParseError.None;
            case TlvType.NonDiscovery:
                NonDiscovery = true;
                return element.Value.IsEmpty ? ParseError.None : ParseError.InvalidValue;
            case TlvType.PrefixAnnouncement:
                PrefixAnnouncement = element.Value;
                return ParseError.None;
            case TlvType.Sequence or TlvType.TxSequence when element.Value.Length != 8:
                return ParseError.InvalidValue;
            case TlvType.Sequence or TlvType.TxSequence or TlvType.FragIndex or TlvType.FragCount
                or TlvType.IncomingFaceId or TlvType.NextHopFaceId or TlvType.CongestionMark:
                return AcceptNumber(element);
            case TlvType.PitToken or TlvType.Ack:
                return ParseError.InvalidValue;
            default:
                return IsIgnorable(element.Type) ? ParseError.None : ParseError.UnrecognizedCriticalElement;
        }
    }

    // NDNLPv2: an unknown header field is ignored when its number is 800..959 and its two lowest bits are 00.
    private static bool IsIgnorable(uint type) => type is >= 800 and <= 959 && (type & 3) == 0;

    private ParseError AcceptNumber(TlvElement element)
    {
        if (!element.TryGetNumber(out var number))
        {
            return ParseError.InvalidValue;
        }

        switch (element.Type)
        {
            case TlvType.Sequence:
                Sequence = number;
                break;
            case TlvType.TxSequence:
                TxSequence = number;
                break;
            case TlvType.FragIndex:
                FragIndex = number;
                break;
            case TlvType.FragCount:
                FragCount = number;
                break;
            case TlvType.IncomingFaceId:
                IncomingFaceId = number;
                break;
            case TlvType.NextHopFaceId:
                NextHopFaceId = number;
                break;
            default:
                CongestionMark = number;
                break;
        }

        return ParseError.None;
    }

    private ParseError ReadNack(ReadOnlySpan<byte> value)
    {
        Nack = NackReason.None;
        var reader = new TlvReader(value);
        while (reader.TryRead(out var element))
        {
            if (element.Type != TlvType.NackReason)
            {
                continue;
            }

            if (!element.TryGetNumber(out var reason))
            {
                return ParseError.InvalidValue;
            }

            Nack = (NackReason)reason;
        }

        return reader.Error;
    }

    private ParseError ReadCachePolicy(ReadOnlySpan<byte> value)
    {
        var reader = new TlvReader(value);
        while (reader.TryRead(out var element))
        {
            if (element.Type != TlvType.CachePolicyType)
            {
                continue;
            }

            if (!element.TryGetNumber(out var policy))
            {
                return ParseError.InvalidValue;
            }

            CachePolicy = policy;
        }

        return reader.Error != ParseError.None ? reader.Error
            : CachePolicy is null ? ParseError.MissingElement
            : ParseError.None;
    }
}
