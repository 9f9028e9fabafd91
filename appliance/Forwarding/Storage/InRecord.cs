using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Hearth.Protocol.Link;

namespace Hearth.Forwarding.Storage;

/// <summary>A downstream that waits for an answer, in one block.</summary>
internal struct InRecord
{
    /// <summary>Next in-record of the entry.</summary>
    public int Next;

    public FaceId Face;

    /// <summary>Nonce of the last Interest that came from it.</summary>
    public uint Nonce;

    /// <summary>Blocks that the face is charged for.</summary>
    public ushort Charge;

    /// <summary>Whether it wants to learn where the answer comes from.</summary>
    public bool Discovers;

    /// <summary>When the downstream stops waiting.</summary>
    public TimeSpan Expiry;

    /// <summary>The token that it wants back with the answer.</summary>
    public byte TokenSize;

    public TokenBytes Token;

    /// <summary>The token, without the room that it does not use.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> TokenBytesInUse => ((ReadOnlySpan<byte>)Token)[..TokenSize];

    [InlineArray(LpPacket.MaxPitTokenSize)]
    internal struct TokenBytes
    {
        private byte first;
    }
}
