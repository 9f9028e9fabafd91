namespace Hearth.Forwarding.Storage;

/// <summary>Room for the hashes of one name's prefixes, used again for packet after packet.</summary>
internal sealed class HashBuffer
{
    /// <summary>Hash of the first n components.</summary>
    public ulong[] Hashes { get; } = new ulong[ForwarderOptions.MaxNameComponents + 1];

    /// <summary>Bytes of the first n components.</summary>
    public int[] Sizes { get; } = new int[ForwarderOptions.MaxNameComponents + 1];
}
