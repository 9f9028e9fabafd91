namespace Hearth.Protocol.Signing;

/// <summary>Signs packets. What it needs of randomness and time was given to it when it was made.</summary>
public abstract class Signer
{
    /// <summary>The algorithm.</summary>
    public abstract SignatureType Type { get; }

    /// <summary>The name that goes into the KeyLocator; null for none.</summary>
    public abstract Name? KeyLocator { get; }

    /// <summary>Longest signature in bytes.</summary>
    public abstract int MaxSignatureSize { get; }

    /// <summary>Signs <paramref name="portion"/> and returns the bytes written to <paramref name="signature"/>.</summary>
    public abstract int Sign(ReadOnlySpan<byte> portion, Span<byte> signature);
}
