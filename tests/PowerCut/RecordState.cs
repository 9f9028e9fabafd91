using System.Security.Cryptography;
using Hearth.Updates.Slots;

namespace Hearth.Tests.PowerCut;

/// <summary>All that the boot loader decides by: the bytes of the record's copies and of its own block, and which slots are whole.</summary>
internal sealed record RecordState(byte[] Copy1, byte[] Copy2, byte[] Tries, bool WholeA, bool WholeB)
{
    /// <summary>What it is known by.</summary>
    public UInt128 Identity
    {
        get
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData([.. Copy1, .. Copy2, .. Tries, WholeA ? (byte)1 : (byte)0, WholeB ? (byte)1 : (byte)0], hash);
            return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
        }
    }

    /// <summary>What the product expects.</summary>
    public BootChoice Expected =>
        BootChoice.Of(Newest(), TriesBlock.Decode(Tries), slot => slot == Slot.A ? WholeA : WholeB);

    private BootRecord? Newest()
    {
        var first = BootRecordCopy.TryDecode(Copy1, 1, out var one) ? one : null;
        var second = BootRecordCopy.TryDecode(Copy2, 2, out var two) ? two : null;
        return second?.Sequence > (first?.Sequence ?? 0) ? second : first;
    }
}
