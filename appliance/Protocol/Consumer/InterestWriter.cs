using System.Buffers.Binary;
using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Consumer;

/// <summary>Writes the Interests of a fetch without allocating. Nonces are a SplitMix64 sequence.</summary>
internal sealed class InterestWriter(ulong seed, TimeSpan lifetime, byte? hopLimit)
{
    private readonly ulong lifetime = Milliseconds.FromTimeSpan(lifetime);
    private ulong state = seed;

    /// <summary>Writes an Interest for one packet by its name.</summary>
    public int Write(Span<byte> destination, NameView name) => Write(destination, name, discovers: false, fresh: false);

    /// <summary>Writes an Interest for whatever is under a name; what a cache kept for too long will do unless it is to be fresh.</summary>
    public int WriteDiscovery(Span<byte> destination, NameView name, bool fresh) => Write(destination, name, discovers: true, fresh);

    /// <summary>Writes an Interest for a segment, by its digest too unless that is empty.</summary>
    public int WriteSegment(Span<byte> destination, NameView prefix, ulong segment, ReadOnlySpan<byte> digest)
    {
        var writer = new TlvWriter(destination);
        var packet = writer.Begin(TlvType.Interest);
        var name = writer.Begin(TlvType.Name);
        writer.WriteRaw(prefix.Value);
        writer.WriteNumber(TlvType.SegmentNameComponent, segment);
        if (!digest.IsEmpty)
        {
            writer.Write(TlvType.ImplicitSha256DigestComponent, digest);
        }

        writer.End(name);
        return End(ref writer, packet);
    }

    private int Write(Span<byte> destination, NameView name, bool discovers, bool fresh)
    {
        var writer = new TlvWriter(destination);
        var packet = writer.Begin(TlvType.Interest);
        writer.WriteName(name);
        if (discovers)
        {
            writer.WriteEmpty(TlvType.CanBePrefix);
        }

        if (fresh)
        {
            writer.WriteEmpty(TlvType.MustBeFresh);
        }

        return End(ref writer, packet);
    }

    private int End(ref TlvWriter writer, int packet)
    {
        Span<byte> nonce = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(nonce, NextNonce());
        writer.Write(TlvType.Nonce, nonce);
        writer.WriteNumber(TlvType.InterestLifetime, lifetime);
        if (hopLimit is { } hops)
        {
            writer.Write(TlvType.HopLimit, [hops]);
        }

        writer.End(packet);
        return writer.Length;
    }

    private uint NextNonce()
    {
        var mixed = state += 0x9e3779b97f4a7c15;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return (uint)(mixed >> 32);
    }
}
