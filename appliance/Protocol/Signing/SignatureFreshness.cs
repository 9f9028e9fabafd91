using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Signing;

/// <summary>What makes one signed Interest different from the next (NDN Packet Format v0.3, "Signed Interest").</summary>
/// <param name="Nonce">SignatureNonce, 1 to 32 bytes; empty for none.</param>
/// <param name="Time">SignatureTime, milliseconds since 1970.</param>
/// <param name="SequenceNumber">SignatureSeqNum.</param>
public readonly record struct SignatureFreshness(ReadOnlyMemory<byte> Nonce, ulong? Time, ulong? SequenceNumber)
{
    internal void WriteTo(ref TlvWriter writer)
    {
        if (!Nonce.IsEmpty)
        {
            writer.Write(TlvType.SignatureNonce, Nonce.Span);
        }

        if (Time is { } time)
        {
            writer.WriteNumber(TlvType.SignatureTime, time);
        }

        if (SequenceNumber is { } sequenceNumber)
        {
            writer.WriteNumber(TlvType.SignatureSeqNum, sequenceNumber);
        }
    }
}
