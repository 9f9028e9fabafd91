using Hearth.Forwarding.Storage;

namespace Hearth.Forwarding;

/// <summary>
/// Remembers which Interests went out after their PIT entry is gone, to tell a loop from a new question (NFD
/// Developer's Guide, "Dead Nonce List"). Bounded in time and in number; when full, the oldest is forgotten early.
/// </summary>
public sealed class DeadNonceList
{
    /// <summary>How long a nonce is remembered: NFD's <c>DeadNonceList::DEFAULT_LIFETIME</c>.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(6);

    private readonly HashIndex index;
    private readonly Nonce[] ring;
    private int oldest;

    internal DeadNonceList(int capacity)
    {
        index = new HashIndex(capacity);
        ring = new Nonce[capacity];
    }

    /// <summary>Number of nonces remembered.</summary>
    public int Count => index.Count;

    /// <summary>Most nonces that are remembered.</summary>
    public int Capacity => ring.Length;

    /// <summary>Nonces forgotten before their time because the list was full.</summary>
    public long ForgottenEarly { get; private set; }

    internal void Add(ulong nameHash, uint nonce, TimeSpan now)
    {
        var hash = Combine(nameHash, nonce);
        while (Count > 0 && ring[oldest].Expiry <= now)
        {
            ForgetOldest();
        }

        if (Find(hash) != 0)
        {
            return;
        }

        if (Count == ring.Length)
        {
            ForgetOldest();
            ForgottenEarly++;
        }

        var position = (oldest + Count) % ring.Length;
        ring[position] = new Nonce(hash, now + Lifetime);
        index.Add(hash, position + 1);
    }

    internal bool Contains(ulong nameHash, uint nonce, TimeSpan now) =>
        Find(Combine(nameHash, nonce)) is var item && item != 0 && ring[item - 1].Expiry > now;

    // The name's hash is keyed, so a wrong match is chance alone: one in 2^64 for each pair.
    private static ulong Combine(ulong nameHash, uint nonce) => (nameHash ^ nonce) * 0x9E3779B97F4A7C15;

    private int Find(ulong hash)
    {
        var probe = index.Find(hash);
        while (probe.MoveNext())
        {
            if (ring[probe.Item - 1].Hash == hash)
            {
                return probe.Item;
            }
        }

        return 0;
    }

    private void ForgetOldest()
    {
        index.Remove(ring[oldest].Hash, oldest + 1);
        oldest = (oldest + 1) % ring.Length;
    }

    private readonly record struct Nonce(ulong Hash, TimeSpan Expiry);
}
