using Hearth.Protocol;

namespace Hearth.Forwarding;

/// <summary>
/// A slower, larger content store behind the first: the shell's disk. It gets what has proved popular, and is asked over
/// a face of its own, like any producer, so that the forwarder never waits for it.
/// </summary>
public interface ISecondTier
{
    /// <summary>The face it answers at.</summary>
    FaceId Face { get; }

    /// <summary>Whether it has Data of exactly this name. Asked for each Interest that the first tier does not answer.</summary>
    /// <param name="nameHash">As <see cref="NameHash"/> says.</param>
    bool Holds(ulong nameHash);

    /// <summary>Offers it Data that was asked for again and again; it may have it already, or leave it.</summary>
    /// <param name="nameHash">As <see cref="NameHash"/> says.</param>
    /// <param name="packet">The packet, valid until this returns.</param>
    void Offer(ulong nameHash, ReadOnlySpan<byte> packet);

    /// <summary>
    /// Forgets packets under a prefix, up to as many, of those that it was offered so far; false when it has too much to
    /// do. <paramref name="erased"/> is told how many on the forwarder's thread, once they are gone.
    /// </summary>
    bool TryErase(Name prefix, ulong most, Action<ulong> erased);

    /// <summary>How full it is, and what it has done.</summary>
    SecondTierStatus Status { get; }
}
