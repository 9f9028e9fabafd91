namespace Hearth.Protocol.Consumer;

/// <summary>Packets that came before they can be used: one for each slot, its buffer kept for the next.</summary>
internal sealed class HeldPackets(int slots)
{
    private readonly byte[]?[] buffers = new byte[slots][];
    private readonly int[] sizes = new int[slots];

    /// <summary>Whether the slot holds a packet.</summary>
    public bool Has(int slot) => sizes[slot] > 0;

    /// <summary>The slot's packet.</summary>
    public ReadOnlySpan<byte> this[int slot] => buffers[slot].AsSpan(0, sizes[slot]);

    /// <summary>Keeps a copy of a packet, unless it is the slot's own.</summary>
    public void Put(int slot, ReadOnlySpan<byte> packet)
    {
        if (Has(slot))
        {
            return;
        }

        var buffer = buffers[slot];
        if (buffer is null || buffer.Length < packet.Length)
        {
            buffer = buffers[slot] = new byte[Math.Max(packet.Length, PacketLimits.MaxPacketSize)];
        }

        packet.CopyTo(buffer);
        sizes[slot] = packet.Length;
    }

    /// <summary>Forgets the slot's packet.</summary>
    public void Remove(int slot) => sizes[slot] = 0;
}
