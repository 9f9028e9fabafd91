using System.Buffers.Binary;
using System.Security.Cryptography;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol;

/// <summary>
/// An Interest borrowed from the bytes it was read from (NDN Packet Format v0.3, "Interest Packet"). Once read, every
/// field is well-formed. <see cref="InterestBuilder"/> makes one.
/// </summary>
public readonly ref struct Interest
{
    private readonly int parametersOffset;
    private readonly int signatureValueOffset;

    private Interest(scoped in Fields fields)
    {
        Wire = fields.Wire;
        Name = fields.Name;
        CanBePrefix = fields.CanBePrefix;
        MustBeFresh = fields.MustBeFresh;
        ForwardingHint = fields.ForwardingHint;
        Nonce = fields.Nonce;
        Lifetime = fields.Lifetime;
        HopLimit = fields.HopLimit;
        HopLimitOffset = fields.HopLimitOffset;
        ApplicationParameters = fields.ApplicationParameters;
        HasApplicationParameters = fields.ParametersOffset > 0;
        Signature = fields.Signature;
        SignatureValue = fields.SignatureValue;
        parametersOffset = fields.ParametersOffset;
        signatureValueOffset = fields.SignatureValueOffset;
    }

    /// <summary>The whole packet.</summary>
    public ReadOnlySpan<byte> Wire { get; }

    /// <summary>The name, of at least one component.</summary>
    public NameView Name { get; }

    /// <summary>Whether Data with a longer name may answer.</summary>
    public bool CanBePrefix { get; }

    /// <summary>Whether stale Data from a cache may not answer.</summary>
    public bool MustBeFresh { get; }

    /// <summary>Where to forward instead of by name, if not empty.</summary>
    public ForwardingHint ForwardingHint { get; }

    /// <summary>The nonce, absent only before the first link.</summary>
    public uint? Nonce { get; }

    /// <summary>How long the Interest is pending; 4 s when the packet does not say.</summary>
    public TimeSpan Lifetime { get; }

    /// <summary>Hops left, if limited.</summary>
    public byte? HopLimit { get; }

    /// <summary>Where in <see cref="Wire"/> the hop limit's one byte stands; 0 without one.</summary>
    public int HopLimitOffset { get; }

    /// <summary>The value of ApplicationParameters.</summary>
    public ReadOnlySpan<byte> ApplicationParameters { get; }

    /// <summary>Whether ApplicationParameters are there (they may be empty).</summary>
    public bool HasApplicationParameters { get; }

    /// <summary>InterestSignatureInfo; its type is <see cref="SignatureType.None"/> when unsigned.</summary>
    public SignatureInfo Signature { get; }

    /// <summary>The value of InterestSignatureValue.</summary>
    public ReadOnlySpan<byte> SignatureValue { get; }

    /// <summary>Whether signature info and value are both there.</summary>
    public bool IsSigned => Signature.Type != SignatureType.None && signatureValueOffset > 0;

    /// <summary>
    /// Second part of the signed portion: ApplicationParameters up to the signature value. The first part is the
    /// name's components without the digest (<see cref="CopySignedPortion"/> joins both).
    /// </summary>
    public ReadOnlySpan<byte> SignedParameters => IsSigned ? Wire[parametersOffset..signatureValueOffset] : [];

    /// <summary>Reads bytes that must be exactly one Interest.</summary>
    public static bool TryRead(ReadOnlySpan<byte> wire, out Interest interest, out ParseError error)
    {
        interest = default;
        if (!TlvElement.TryRead(wire, out var packet, out error))
        {
            return false;
        }

        if (packet.Type != TlvType.Interest)
        {
            error = ParseError.UnexpectedType;
            return false;
        }

        var fields = new Fields { Wire = wire, Lifetime = PacketLimits.DefaultInterestLifetime };
        error = fields.Read(packet.Value);
        if (error != ParseError.None)
        {
            return false;
        }

        interest = new Interest(in fields);
        return true;
    }

    /// <summary>Whether <paramref name="data"/> answers this Interest by name; freshness is the caller's matter.</summary>
    /// <remarks>A name that ends in an implicit digest asks for that very packet.</remarks>
    public bool MatchesName(in Data data)
    {
        if (Name.Count > 0 && Name.Last.Type == TlvType.ImplicitSha256DigestComponent && Name.Count == data.Name.Count + 1)
        {
            return Name.Prefix(Name.Count - 1).Equals(data.Name) && data.MatchesImplicitDigest(Name.Last.Value);
        }

        return CanBePrefix ? Name.IsPrefixOf(data.Name) : Name.Equals(data.Name);
    }

    /// <summary>
    /// Whether the name's ParametersSha256DigestComponent is the digest of the parameters; true when there are none.
    /// </summary>
    public bool HasValidParametersDigest()
    {
        if (!HasApplicationParameters)
        {
            return true;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Wire[parametersOffset..], digest);
        foreach (var component in Name)
        {
            if (component.Type == TlvType.ParametersSha256DigestComponent)
            {
                return component.Value.SequenceEqual(digest);
            }
        }

        return false;
    }

    /// <summary>
    /// Copies what the signature covers: the name's components without the parameters digest, then
    /// <see cref="SignedParameters"/>. Returns the bytes written.
    /// </summary>
    /// <param name="destination">At least as long as <see cref="Wire"/>.</param>
    public int CopySignedPortion(Span<byte> destination)
    {
        var size = 0;
        foreach (var component in Name)
        {
            if (component.Type != TlvType.ParametersSha256DigestComponent)
            {
                component.Wire.CopyTo(destination[size..]);
                size += component.Wire.Length;
            }
        }

        SignedParameters.CopyTo(destination[size..]);
        return size + SignedParameters.Length;
    }

    private ref struct Fields
    {
        public ReadOnlySpan<byte> Wire;
        public NameView Name;
        public bool CanBePrefix;
        public bool MustBeFresh;
        public ForwardingHint ForwardingHint;
        public uint? Nonce;
        public TimeSpan Lifetime;
        public byte? HopLimit;
        public int HopLimitOffset;
        public ReadOnlySpan<byte> ApplicationParameters;
        public int ParametersOffset;
        public SignatureInfo Signature;
        public ReadOnlySpan<byte> SignatureValue;
        public int SignatureValueOffset;

        public ParseError Read(ReadOnlySpan<byte> value)
        {
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
                var end = Wire.Length - reader.Remaining.Length;
                var error = Accept(element, end);
                if (error != ParseError.None)
                {
                    return error;
                }
            }

            return reader.Error != ParseError.None ? reader.Error : Check();
        }

        // The order that the specification demands; 0 is unknown.
        private static int Rank(uint type) => type switch
        {
            TlvType.Name => 1,
            TlvType.CanBePrefix => 2,
            TlvType.MustBeFresh => 3,
            TlvType.ForwardingHint => 4,
            TlvType.Nonce => 5,
            TlvType.InterestLifetime => 6,
            TlvType.HopLimit => 7,
            TlvType.ApplicationParameters => 8,
            TlvType.InterestSignatureInfo => 9,
            TlvType.InterestSignatureValue => 10,
            _ => 0,
        };

        private ParseError Accept(TlvElement element, int end)
        {
            var error = ParseError.None;
            switch (element.Type)
            {
                case TlvType.Name:
                    NameView.TryRead(element.Value, out Name, out error);
                    return error;
                case TlvType.CanBePrefix:
                    CanBePrefix = true;
                    return element.Value.IsEmpty ? ParseError.None : ParseError.InvalidValue;
                case TlvType.MustBeFresh:
                    MustBeFresh = true;
                    return element.Value.IsEmpty ? ParseError.None : ParseError.InvalidValue;
                case TlvType.ForwardingHint:
                    ForwardingHint.TryRead(element.Value, out ForwardingHint, out error);
                    return error;
                case TlvType.Nonce when element.Value.Length == 4:
                    Nonce = BinaryPrimitives.ReadUInt32BigEndian(element.Value);
                    return ParseError.None;
                case TlvType.InterestLifetime when element.TryGetNumber(out var milliseconds):
                    Lifetime = Milliseconds.ToTimeSpan(milliseconds);
                    return ParseError.None;
                case TlvType.HopLimit when element.Value.Length == 1:
                    HopLimit = element.Value[0];
                    HopLimitOffset = end - 1;
                    return ParseError.None;
                case TlvType.ApplicationParameters:
                    ApplicationParameters = element.Value;
                    ParametersOffset = end - element.Wire.Length;
                    return ParseError.None;
                case TlvType.InterestSignatureInfo:
                    SignatureInfo.TryRead(element.Value, out Signature, out error);
                    return error;
                case TlvType.InterestSignatureValue:
                    SignatureValue = element.Value;
                    SignatureValueOffset = end - element.Wire.Length;
                    return ParseError.None;
                default:
                    return ParseError.InvalidValue;
            }
        }

        private readonly ParseError Check()
        {
            if (Name.IsEmpty)
            {
                return ParseError.MissingElement;
            }

            var digests = 0;
            foreach (var component in Name)
            {
                digests += component.Type == TlvType.ParametersSha256DigestComponent ? 1 : 0;
            }

            var expected = ParametersOffset > 0 ? 1 : 0;
            if (digests != expected)
            {
                return ParseError.ParametersDigestMismatch;
            }

            var signed = Signature.Type != SignatureType.None;
            return signed == SignatureValueOffset > 0 && (!signed || ParametersOffset > 0)
                ? ParseError.None
                : ParseError.MissingElement;
        }
    }
}
