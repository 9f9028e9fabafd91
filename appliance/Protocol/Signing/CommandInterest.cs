using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Signing;

/// <summary>
/// A signed Interest read as a command, borrowed, in either format: the signed Interest of NDN Packet Format v0.3,
/// and the older command Interest, whose name ends in timestamp, nonce, SignatureInfo and SignatureValue (NFD wiki,
/// "Signed Command Interests"), which python-ndn still sends. What is signed is told from who signed it: this knows
/// no keys.
/// </summary>
public readonly ref struct CommandInterest
{
    // Timestamp, nonce, SignatureInfo, SignatureValue.
    private const int OldSuffix = 4;

    private readonly Interest interest;

    private CommandInterest(Interest interest, int signatureComponents)
    {
        this.interest = interest;
        Name = interest.Name.Prefix(interest.Name.Count - signatureComponents);
    }

    /// <summary>What is commanded: the name without what the signature added to it.</summary>
    public NameView Name { get; }

    /// <summary>The Interest's ApplicationParameters; empty in the older format.</summary>
    public ReadOnlySpan<byte> ApplicationParameters => interest.ApplicationParameters;

    /// <summary>Algorithm and key locator.</summary>
    public SignatureInfo Signature { get; private init; }

    /// <summary>The signature's bytes.</summary>
    public ReadOnlySpan<byte> SignatureValue { get; private init; }

    /// <summary>When it was signed, milliseconds since 1970; null where it does not say.</summary>
    public ulong? Time { get; private init; }

    /// <summary>Makes two commands of one moment different; empty where there is none.</summary>
    public ReadOnlySpan<byte> Nonce { get; private init; }

    /// <summary>SignatureSeqNum; the older format has none.</summary>
    public ulong? SequenceNumber => Signature.SequenceNumber;

    /// <summary>Reads a command out of an Interest; false when it is signed in neither format.</summary>
    public static bool TryRead(Interest interest, out CommandInterest command, out ParseError error) =>
        interest.HasApplicationParameters
            ? TryReadSignedInterest(interest, out command, out error)
            : TryReadOld(interest, out command, out error);

    /// <summary>Whether <paramref name="verifier"/> finds the signature right; for digests, <see cref="DigestSha256.Verifier"/>.</summary>
    public bool IsSignedBy(Verifier verifier)
    {
        if (interest.HasApplicationParameters)
        {
            return verifier.Verify(interest);
        }

        var signed = interest.Name.Prefix(interest.Name.Count - 1);
        return Signature.Type == verifier.Type && verifier.Verify(signed.Value, SignatureValue);
    }

    /// <summary>Makes the name of a command in the older format; nothing else in such an Interest is signed.</summary>
    /// <param name="command">What is commanded.</param>
    /// <param name="signer">Signs.</param>
    /// <param name="time">Milliseconds since 1970, more than in the key's last command.</param>
    /// <param name="nonce">8 random bytes.</param>
    public static Name SignName(Name command, Signer signer, ulong time, ReadOnlySpan<byte> nonce)
    {
        Span<byte> buffer = stackalloc byte[PacketLimits.MaxPacketSize];
        var info = new TlvWriter(buffer);
        var mark = info.Begin(TlvType.SignatureInfo);
        SignatureInfoWriter.WriteTypeAndLocator(ref info, signer);
        info.End(mark);
        var signed = command.AppendNumber(TlvType.GenericNameComponent, time)
            .Append(TlvType.GenericNameComponent, nonce)
            .Append(TlvType.GenericNameComponent, info.Written);

        Span<byte> signature = stackalloc byte[signer.MaxSignatureSize];
        var value = new TlvWriter(buffer);
        value.Write(TlvType.SignatureValue, signature[..signer.Sign(signed.Value, signature)]);
        return signed.Append(TlvType.GenericNameComponent, value.Written);
    }

    private static bool TryReadSignedInterest(Interest interest, out CommandInterest command, out ParseError error)
    {
        command = default;
        if (!interest.IsSigned || interest.Name.Last.Type != TlvType.ParametersSha256DigestComponent)
        {
            error = ParseError.MissingElement;
            return false;
        }

        error = ParseError.None;
        command = new CommandInterest(interest, signatureComponents: 1)
        {
            Signature = interest.Signature,
            SignatureValue = interest.SignatureValue,
            Time = interest.Signature.Time,
            Nonce = interest.Signature.Nonce,
        };
        return true;
    }

    private static bool TryReadOld(Interest interest, out CommandInterest command, out ParseError error)
    {
        command = default;
        error = ParseError.MissingElement;
        var count = interest.Name.Count - OldSuffix;
        if (count < 0
            || !interest.Name[count].TryGetNumber(TlvType.GenericNameComponent, out var time)
            || interest.Name[count + 1].Type != TlvType.GenericNameComponent
            || !TryReadNested(interest.Name[count + 2], TlvType.SignatureInfo, out var info)
            || !TryReadNested(interest.Name[count + 3], TlvType.SignatureValue, out var value)
            || !SignatureInfo.TryRead(info, out var signature, out error))
        {
            return false;
        }

        command = new CommandInterest(interest, OldSuffix)
        {
            Signature = signature,
            SignatureValue = value,
            Time = time,
            Nonce = interest.Name[count + 1].Value,
        };
        return true;
    }

    private static bool TryReadNested(NameComponent component, uint type, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (component.Type != TlvType.GenericNameComponent
            || !TlvElement.TryRead(component.Value, out var element, out _)
            || element.Type != type)
        {
            return false;
        }

        value = element.Value;
        return true;
    }
}
