using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Signing;

/// <summary>
/// A signed Interest read as a command, borrowed, in either format: the signed Interest of NDN Packet Format v0.3,
/// and the older command Interest, whose name ends in timestamp, nonce, SignatureInfo and SignatureValue (NDN Packet
/// Format v0.2, "Signed Interest"; ndn-cxx, "Command Interest"), which python-ndn still sends.
/// </summary>
public readonly ref struct CommandInterest
{
    // Older format: timestamp, nonce, SignatureInfo, SignatureValue.
    private const int OldSuffix = 4;

    private readonly Interest interest;
    private readonly ReadOnlySpan<byte> oldSignedPortion;

    private CommandInterest(scoped in Interest interest)
    {
        this.interest = interest;
        Name = interest.Name.Prefix(interest.Name.Count - 1);
        Signature = interest.Signature;
        SignatureValue = interest.SignatureValue;
        Time = interest.Signature.Time;
        Nonce = interest.Signature.Nonce;
    }

    private CommandInterest(scoped in Interest interest, SignatureInfo signature, ReadOnlySpan<byte> signatureValue)
    {
        this.interest = interest;
        var name = interest.Name;
        Name = name.Prefix(name.Count - OldSuffix);
        Signature = signature;
        SignatureValue = signatureValue;
        Time = TlvElement.TryGetNumber(name[name.Count - 4].Value, out var time) ? time : null;
        Nonce = name[name.Count - 3].Value;
        oldSignedPortion = name.Prefix(name.Count - 1).Value;
    }

    /// <summary>What is commanded: the name without what the signature added to it.</summary>
    public NameView Name { get; }

    /// <summary>The Interest's ApplicationParameters; empty in the older format.</summary>
    public ReadOnlySpan<byte> ApplicationParameters => interest.ApplicationParameters;

    /// <summary>Algorithm and key locator.</summary>
    public SignatureInfo Signature { get; }

    /// <summary>The signature's bytes.</summary>
    public ReadOnlySpan<byte> SignatureValue { get; }

    /// <summary>When it was signed, milliseconds since 1970; not to be believed before the signature is verified.</summary>
    public ulong? Time { get; }

    /// <summary>What makes the command differ from the next; empty when the packet has none.</summary>
    public ReadOnlySpan<byte> Nonce { get; }

    /// <summary>SignatureSeqNum; the older format has none.</summary>
    public ulong? SequenceNumber => Signature.SequenceNumber;

    /// <summary>Reads a command out of an Interest; false when it is signed in neither format.</summary>
    public static bool TryRead(scoped in Interest interest, out CommandInterest command, out ParseError error)
    {
        command = default;
        if (interest.HasApplicationParameters)
        {
            error = interest.IsSigned && interest.Name.Last.Type == TlvType.ParametersSha256DigestComponent
                ? ParseError.None
                : ParseError.MissingElement;
            command = error == ParseError.None ? new CommandInterest(interest) : default;
            return error == ParseError.None;
        }

        return TryReadOld(interest, out command, out error);
    }

    /// <summary>Whether <paramref name="verifier"/>'s key signed this command.</summary>
    public bool IsSignedBy(Verifier verifier) => oldSignedPortion.IsEmpty
        ? verifier.Verify(interest)
        : Signature.Type == verifier.Type && verifier.Verify(oldSignedPortion, SignatureValue);

    /// <summary>Makes the name of a command in the older format; the Interest carries nothing else that is signed.</summary>
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

    private static bool TryReadOld(scoped in Interest interest, out CommandInterest command, out ParseError error)
    {
        command = default;
        error = ParseError.MissingElement;
        var name = interest.Name;
        if (!EndsInGenericComponents(name)
            || !TlvElement.TryRead(name[name.Count - 2].Value, out var info, out _) || info.Type != TlvType.SignatureInfo
            || !TlvElement.TryRead(name.Last.Value, out var value, out _) || value.Type != TlvType.SignatureValue)
        {
            return false;
        }

        if (!SignatureInfo.TryRead(info.Value, out var signature, out error))
        {
            return false;
        }

        command = new CommandInterest(interest, signature, value.Value);
        return true;
    }

    private static bool EndsInGenericComponents(NameView name)
    {
        var generic = 0;
        foreach (var component in name)
        {
            generic = component.Type == TlvType.GenericNameComponent ? generic + 1 : 0;
        }

        return generic >= OldSuffix;
    }
}
