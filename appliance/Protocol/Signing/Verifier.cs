namespace Hearth.Protocol.Signing;

/// <summary>Checks signatures of one key, or of none for digests.</summary>
public abstract class Verifier
{
    /// <summary>The algorithm.</summary>
    public abstract SignatureType Type { get; }

    /// <summary>Whether <paramref name="signature"/> is right for <paramref name="portion"/>; any bytes may be given.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> portion, ReadOnlySpan<byte> signature);

    /// <summary>Whether the packet is signed with this algorithm and key.</summary>
    public bool Verify(in Data data) =>
        data.Signature.Type == Type && Verify(data.SignedPortion, data.SignatureValue);

    /// <summary>Whether the packet is signed with this algorithm and key, and its parameters digest is right.</summary>
    public bool Verify(in Interest interest)
    {
        if (interest.Signature.Type != Type || !interest.HasValidParametersDigest())
        {
            return false;
        }

        Span<byte> portion = interest.Wire.Length <= PacketLimits.MaxPacketSize
            ? stackalloc byte[interest.Wire.Length]
            : new byte[interest.Wire.Length];
        return Verify(portion[..interest.CopySignedPortion(portion)], interest.SignatureValue);
    }
}
