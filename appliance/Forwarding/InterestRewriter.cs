using System.Buffers.Binary;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding;

/// <summary>Makes the changes to an Interest that a forwarder may make; everything else stays as it came.</summary>
internal static class InterestRewriter
{
    /// <summary>Most bytes that rewriting adds: a nonce, and a longer length field.</summary>
    public const int MaxGrowth = 10;

    /// <summary>Copies the Interest with a nonce, and without its forwarding hint if that has led it here.</summary>
    public static ReadOnlySpan<byte> Rewrite(in Interest interest, uint nonce, bool dropHint, Span<byte> buffer)
    {
        TlvElement.TryRead(interest.Wire, out var packet, out _);
        Span<byte> encodedNonce = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(encodedNonce, nonce);

        var writer = new TlvWriter(buffer);
        var mark = writer.Begin(TlvType.Interest);
        var hasNonce = false;
        var reader = new TlvReader(packet.Value);
        while (reader.TryRead(out var element))
        {
            if (!hasNonce && !StandsBeforeNonce(element.Type))
            {
                writer.Write(TlvType.Nonce, encodedNonce);
                hasNonce = true;
            }

            if (element.Type != TlvType.Nonce && !(dropHint && element.Type == TlvType.ForwardingHint))
            {
                writer.WriteRaw(element.Wire);
            }
        }

        if (!hasNonce)
        {
            writer.Write(TlvType.Nonce, encodedNonce);
        }

        writer.End(mark);
        return writer.Written;
    }

    /// <summary>Copies the Interest with one hop less to go.</summary>
    public static ReadOnlySpan<byte> SpendHop(in Interest interest, Span<byte> buffer)
    {
        interest.Wire.CopyTo(buffer);
        buffer[interest.HopLimitOffset]--;
        return buffer[..interest.Wire.Length];
    }

    private static bool StandsBeforeNonce(uint type) =>
        type is TlvType.Name or TlvType.CanBePrefix or TlvType.MustBeFresh or TlvType.ForwardingHint;
}
