using System.Buffers.Binary;
using System.Numerics;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Storage;

/// <summary>
/// Hashes every prefix of a name in one pass. A prefix's hash is SipHash-1-3, under a key that only this process
/// knows, of the shorter prefix's hash followed by the component; so nobody can choose names that collide, and a name
/// can be extended from its hash alone. (J.-P. Aumasson, D. J. Bernstein: "SipHash: a fast short-input PRF", 2012.)
/// </summary>
internal sealed class NameHasher(ulong key0, ulong key1)
{
    /// <summary>Hash of the name without components.</summary>
    public const ulong OfEmpty = 0;

    /// <summary>Hashes the name; false when it has more components than <paramref name="buffer"/> holds.</summary>
    public bool TryHash(NameView name, HashBuffer buffer, out HashedName hashed)
    {
        hashed = default;
        if (name.Count > ForwarderOptions.MaxNameComponents)
        {
            return false;
        }

        var hash = OfEmpty;
        var size = 0;
        var count = 0;
        var last = 0u;
        foreach (var component in name)
        {
            hash = Extend(hash, component.Wire);
            size += component.Wire.Length;
            last = component.Type;
            count++;
            buffer.Hashes[count] = hash;
            buffer.Sizes[count] = size;
        }

        hashed = new HashedName(name, buffer, last == TlvType.ImplicitSha256DigestComponent);
        return true;
    }

    /// <summary>Hash of the name that ends in one more component.</summary>
    public ulong Extend(ulong prefixHash, ReadOnlySpan<byte> component)
    {
        var state = new State(key0, key1);
        state.Absorb(prefixHash);
        var rest = component;
        while (rest.Length >= sizeof(ulong))
        {
            state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(rest));
            rest = rest[sizeof(ulong)..];
        }

        var last = (ulong)(sizeof(ulong) + component.Length) << 56;
        for (var i = 0; i < rest.Length; i++)
        {
            last |= (ulong)rest[i] << (8 * i);
        }

        state.Absorb(last);
        return state.Finish();
    }

    private struct State(ulong key0, ulong key1)
    {
        private ulong v0 = key0 ^ 0x736f6d6570736575;
        private ulong v1 = key1 ^ 0x646f72616e646f6d;
        private ulong v2 = key0 ^ 0x6c7967656e657261;
        private ulong v3 = key1 ^ 0x7465646279746573;

        public void Absorb(ulong word)
        {
            v3 ^= word;
            Round();
            v0 ^= word;
        }

        public ulong Finish()
        {
            v2 ^= 0xff;
            Round();
            Round();
            Round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void Round()
        {
            v0 += v1;
            v2 += v3;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 = BitOperations.RotateLeft(v2, 32);
        }
    }
}
