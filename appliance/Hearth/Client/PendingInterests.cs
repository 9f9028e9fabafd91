using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Client;

/// <summary>The Interests of one connection that wait for an answer. Used from any thread.</summary>
internal sealed class PendingInterests
{
    private readonly Lock gate = new();
    private readonly Dictionary<Name, List<PendingInterest>> byName = [];

    // How many wait under names of each length, so that Data is looked up under no length in vain.
    private readonly SortedDictionary<int, int> byLength = [];

    /// <summary>Lets an Interest wait until the result is disposed of.</summary>
    /// <exception cref="ArgumentException">The bytes are no Interest.</exception>
    public PendingInterest Add(ReadOnlyMemory<byte> wire)
    {
        if (!Interest.TryRead(wire.Span, out var interest, out var error))
        {
            throw new ArgumentException($"These bytes are no Interest: {error}.", nameof(wire));
        }

        var waiting = new PendingInterest(this, interest.Name.ToName(), wire);
        lock (gate)
        {
            if (!byName.TryGetValue(waiting.Name, out var others))
            {
                byName[waiting.Name] = others = [];
                byLength[waiting.Name.Count] = byLength.GetValueOrDefault(waiting.Name.Count) + 1;
            }

            others.Add(waiting);
        }

        return waiting;
    }

    /// <summary>Answers every Interest that asks for this packet.</summary>
    public void Satisfy(Data data, bool isCongested)
    {
        ReadOnlyMemory<byte> copy = default;
        lock (gate)
        {
            foreach (var length in byLength.Keys)
            {
                if (length > data.Name.Count + 1)
                {
                    break;
                }

                foreach (var waiting in Waiting(data, length))
                {
                    if (Interest.TryRead(waiting.Wire.Span, out var interest, out _) && interest.MatchesName(data))
                    {
                        copy = copy.IsEmpty ? data.Wire.ToArray() : copy;
                        waiting.Complete(new NdnAnswer(copy, null, isCongested));
                    }
                }
            }
        }
    }

    /// <summary>Tells that the network refused an Interest.</summary>
    public void Refuse(ReadOnlySpan<byte> wire, NackReason reason)
    {
        if (!Interest.TryRead(wire, out var interest, out _))
        {
            return;
        }

        lock (gate)
        {
            foreach (var waiting in byName.GetValueOrDefault(interest.Name.ToName()) ?? [])
            {
                waiting.Complete(new NdnAnswer(default, reason, false));
            }
        }
    }

    internal void Remove(PendingInterest waiting)
    {
        lock (gate)
        {
            var others = byName[waiting.Name];
            others.Remove(waiting);
            if (others.Count > 0)
            {
                return;
            }

            byName.Remove(waiting.Name);
            if (--byLength[waiting.Name.Count] == 0)
            {
                byLength.Remove(waiting.Name.Count);
            }
        }
    }

    private List<PendingInterest> Waiting(Data data, int length)
    {
        if (length <= data.Name.Count)
        {
            return byName.GetValueOrDefault(data.Name.Prefix(length).ToName()) ?? [];
        }

        // One component more than the Data has can only be its digest.
        Span<byte> digest = stackalloc byte[32];
        data.ComputeImplicitDigest(digest);
        var full = data.Name.ToName().Append(Protocol.Tlv.TlvType.ImplicitSha256DigestComponent, digest);
        return byName.GetValueOrDefault(full) ?? [];
    }
}
