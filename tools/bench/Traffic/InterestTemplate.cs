using System.Buffers.Binary;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Bench.Traffic;

/// <summary>
/// Interests for <c>PREFIX/NUMBER</c> with a nonce and a lifetime of 4 s, the number in eight bytes. Only number and
/// nonce are written anew for each.
/// </summary>
internal sealed class InterestTemplate(Name prefix)
{
    // Behind the number: the nonce, a header of two bytes and four of value; the lifetime, the same and two.
    private const int NonceFromEnd = 4 + 4;
    private const int NumberFromEnd = NonceFromEnd + 2 + sizeof(ulong);

    private readonly byte[] wire = new InterestBuilder(prefix.Append(TlvType.GenericNameComponent, new byte[sizeof(ulong)]))
    {
        Nonce = 0,
        Lifetime = TimeSpan.FromSeconds(4),
    }.Build();

    /// <summary>The Interest for a number; valid until the next.</summary>
    public ReadOnlySpan<byte> Next(ulong number, uint nonce)
    {
        BinaryPrimitives.WriteUInt64BigEndian(wire.AsSpan(wire.Length - NumberFromEnd), number);
        BinaryPrimitives.WriteUInt32BigEndian(wire.AsSpan(wire.Length - NonceFromEnd), nonce);
        return wire;
    }
}
