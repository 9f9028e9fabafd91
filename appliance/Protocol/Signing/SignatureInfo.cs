using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Signing;

/// <summary>
/// SignatureInfo or InterestSignatureInfo, borrowed (NDN Packet Format v0.3, "Signature" and "Signed Interest").
/// </summary>
public readonly ref struct SignatureInfo
{
    private readonly bool present;
    private readonly SignatureType type;

    private SignatureInfo(scoped in Fields fields)
    {
        present = true;
        type = fields.Type;
        KeyName = fields.KeyName;
        KeyDigest = fields.KeyDigest;
        Nonce = fields.Nonce;
        Time = fields.Time;
        SequenceNumber = fields.SequenceNumber;
        ValidityPeriod = fields.ValidityPeriod;
    }

    /// <summary>The algorithm; <see cref="SignatureType.None"/> when there is no signature information.</summary>
    public SignatureType Type => present ? type : SignatureType.None;

    /// <summary>The KeyLocator's name; empty when there is none or it is a digest.</summary>
    public NameView KeyName { get; }

    /// <summary>The KeyLocator's digest; empty when there is none or it is a name.</summary>
    public ReadOnlySpan<byte> KeyDigest { get; }

    /// <summary>SignatureNonce, 1 to 32 bytes; empty when absent.</summary>
    public ReadOnlySpan<byte> Nonce { get; }

    /// <summary>SignatureTime in milliseconds since 1970.</summary>
    public ulong? Time { get; }

    /// <summary>SignatureSeqNum.</summary>
    public ulong? SequenceNumber { get; }

    /// <summary>The value of a certificate's ValidityPeriod; empty when absent.</summary>
    public ReadOnlySpan<byte> ValidityPeriod { get; }

    /// <summary>Reads the value of the element.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out SignatureInfo info, out ParseError error)
    {
        info = default;
        var fields = default(Fields);
        error = fields.Read(value);
        if (error != ParseError.None)
        {
            return false;
        }

        info = new SignatureInfo(in fields);
        return true;
    }

    private ref struct Fields
    {
        public SignatureType Type;
        public NameView KeyName;
        public ReadOnlySpan<byte> KeyDigest;
        public ReadOnlySpan<byte> Nonce;
        public ulong? Time;
        public ulong? SequenceNumber;
        public ReadOnlySpan<byte> ValidityPeriod;

        public ParseError Read(ReadOnlySpan<byte> value)
        {
            var lastType = 0u;
            var typeSeen = false;
            var reader = new TlvReader(value);
            while (reader.TryRead(out var element))
            {
                // All known types are numbered in the order they must have.
                var known = element.Type is TlvType.SignatureType or TlvType.KeyLocator or TlvType.SignatureNonce
                    or TlvType.SignatureTime or TlvType.SignatureSeqNum or TlvType.ValidityPeriod;
                if (!known || element.Type <= lastType)
                {
                    if (element.IsCritical)
                    {
                        return ParseError.UnrecognizedCriticalElement;
                    }

                    continue;
                }

                lastType = element.Type;
                typeSeen |= element.Type == TlvType.SignatureType;
                var error = Accept(element);
                if (error != ParseError.None)
                {
                    return error;
                }
            }

            return reader.Error != ParseError.None ? reader.Error
                : typeSeen ? ParseError.None
                : ParseError.MissingElement;
        }

        private ParseError Accept(TlvElement element)
        {
            switch (element.Type)
            {
                case TlvType.SignatureType when element.TryGetNumber(out var number) && number != ulong.MaxValue:
                    Type = (SignatureType)number;
                    return ParseError.None;
                case TlvType.KeyLocator:
                    return ReadKeyLocator(element.Value);
                case TlvType.SignatureNonce when element.Value.Length is >= 1 and <= 32:
                    Nonce = element.Value;
                    return ParseError.None;
                case TlvType.SignatureTime when element.TryGetNumber(out var time):
                    Time = time;
                    return ParseError.None;
                case TlvType.SignatureSeqNum when element.TryGetNumber(out var sequenceNumber):
                    SequenceNumber = sequenceNumber;
                    return ParseError.None;
                case TlvType.ValidityPeriod:
                    ValidityPeriod = element.Value;
                    return ParseError.None;
                default:
                    return ParseError.InvalidValue;
            }
        }

        private ParseError ReadKeyLocator(ReadOnlySpan<byte> value)
        {
            if (!TlvElement.TryRead(value, out var locator, out var error))
            {
                return error;
            }

            switch (locator.Type)
            {
                case TlvType.Name:
                    NameView.TryRead(locator.Value, out KeyName, out error);
                    return error;
                case TlvType.KeyDigest:
                    KeyDigest = locator.Value;
                    return ParseError.None;
                default:
                    return ParseError.UnexpectedType;
            }
        }
    }
}
