using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>
/// A command with its signature, borrowed from an Interest: a v0.3 signed Interest (NDN Packet Format v0.3, "Signed
/// Interest"), or a v0.2 command Interest, whose name ends in timestamp, nonce, SignatureInfo and SignatureValue
/// (NFD wiki, "Signed Command Interests"). What is signed is told from who signed it: this knows no keys.
/// </summary>
public readonly ref struct SignedCommand
{
    // Timestamp, nonce, SignatureInfo, SignatureValue.
    private const int SignatureComponents = 4;

    private readonly Interest interest;
    private readonly bool isVersion3;

    private SignedCommand(Interest interest, NameView name, bool isVersion3)
    {
        this.interest = interest;
        this.isVersion3 = isVersion3;
        Name = name;
    }

    /// <summary>The command alone: the name without digest or signature.</summary>
    public NameView Name { get; }

    /// <summary>Who signed, and how.</summary>
    public SignatureInfo Signature { get; private init; }

    /// <summary>The signature.</summary>
    public ReadOnlySpan<byte> SignatureValue { get; private init; }

    /// <summary>When it was signed, in milliseconds since 1970; null where it does not say.</summary>
    public ulong? Time { get; private init; }

    /// <summary>Makes two commands of one moment different; empty where there is none.</summary>
    public ReadOnlySpan<byte> Nonce { get; private init; }

    /// <summary>Number of the command among its signer's; null where it does not say.</summary>
    public ulong? SequenceNumber { get; private init; }

    /// <summary>Reads the signature of an Interest; false when there is none, or a malformed one.</summary>
    public static bool TryRead(Interest interest, out SignedCommand command)
    {
        command = default;
        return interest.IsSigned ? TryReadVersion3(interest, out command) : TryReadVersion2(interest, out command);
    }

    /// <summary>Whether <paramref name="verifier"/> finds the signature right; for digests, <see cref="DigestSha256.Verifier"/>.</summary>
    public bool IsSignedBy(Verifier verifier)
    {
        if (isVersion3)
        {
            return verifier.Verify(interest);
        }

        var signed = interest.Name.Prefix(interest.Name.Count - 1);
        return Signature.Type == verifier.Type && verifier.Verify(signed.Value, SignatureValue);
    }

    private static bool TryReadVersion3(Interest interest, out SignedCommand command)
    {
        command = default;
        if (interest.Name.Last.Type != TlvType.ParametersSha256DigestComponent)
        {
            return false;
        }

        command = new SignedCommand(interest, interest.Name.Prefix(interest.Name.Count - 1), isVersion3: true)
        {
            Signature = interest.Signature,
            SignatureValue = interest.SignatureValue,
            Time = interest.Signature.Time,
            Nonce = interest.Signature.Nonce,
            SequenceNumber = interest.Signature.SequenceNumber,
        };
        return true;
    }

    private static bool TryReadVersion2(Interest interest, out SignedCommand command)
    {
        command = default;
        var count = interest.Name.Count - SignatureComponents;
        if (count < 0
            || !interest.Name[count].TryGetNumber(TlvType.GenericNameComponent, out var time)
            || !TryReadNested(interest.Name[count + 2], TlvType.SignatureInfo, out var info)
            || !TryReadNested(interest.Name[count + 3], TlvType.SignatureValue, out var value)
            || !SignatureInfo.TryRead(info, out var signature, out _))
        {
            return false;
        }

        command = new SignedCommand(interest, interest.Name.Prefix(count), isVersion3: false)
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
