using System.Diagnostics.CodeAnalysis;
using Hearth.Protocol;

namespace Hearth.Forwarding.Storage;

/// <summary>
/// Values by name prefix, with longest-prefix match. A lookup costs at most one probe for each length that any prefix
/// in the table has, however many prefixes there are.
/// </summary>
internal sealed class PrefixTable<T>(NameHasher hasher)
    where T : class
{
    private readonly HashIndex index = new(capacity: 96);
    private readonly HashBuffer buffer = new();
    private readonly List<Entry> entries = [default];
    private readonly Stack<int> free = [];
    private readonly int[] countByLength = new int[ForwarderOptions.MaxNameComponents + 1];
    private int longest;

    /// <summary>Number of prefixes.</summary>
    public int Count => index.Count;

    /// <summary>All values, in no order.</summary>
    public IEnumerable<T> Values
    {
        get
        {
            foreach (var entry in entries)
            {
                if (entry.Value is { } value)
                {
                    yield return value;
                }
            }
        }
    }

    /// <summary>Sets the value of a prefix.</summary>
    /// <exception cref="ArgumentException">The prefix has more than <see cref="ForwarderOptions.MaxNameComponents"/>.</exception>
    public void Set(Name prefix, T value)
    {
        var hash = Hash(prefix).Hash;
        var item = Find(hash, prefix.Value);
        if (item == 0)
        {
            item = free.TryPop(out var unused) ? unused : Append();
            index.GrowIfFull();
            index.Add(hash, item);
            countByLength[prefix.Count]++;
            longest = Math.Max(longest, prefix.Count);
        }

        entries[item] = new Entry(prefix, value);
    }

    /// <summary>Removes a prefix; false when it is not there.</summary>
    public bool Remove(Name prefix)
    {
        if (!hasher.TryHash(prefix, buffer, out var hashed) || Find(hashed.Hash, prefix.Value) is not (> 0 and var item))
        {
            return false;
        }

        index.Remove(hashed.Hash, item);
        entries[item] = default;
        free.Push(item);
        countByLength[prefix.Count]--;
        while (longest > 0 && countByLength[longest] == 0)
        {
            longest--;
        }

        return true;
    }

    /// <summary>Finds the value of exactly this prefix.</summary>
    public bool TryGet(NameView prefix, [NotNullWhen(true)] out T? value)
    {
        value = hasher.TryHash(prefix, buffer, out var hashed) ? entries[Find(hashed.Hash, prefix.Value)].Value : null;
        return value is not null;
    }

    /// <summary>Finds the value of the longest prefix of a name.</summary>
    public T? LongestMatch(NameView name)
    {
        var end = Math.Min(name.Count, longest);
        return hasher.TryHash(name.Prefix(end), buffer, out var hashed) ? LongestMatch(hashed) : null;
    }

    /// <summary>Finds the value of the longest prefix of a name.</summary>
    public T? LongestMatch(HashedName name)
    {
        for (var length = Math.Min(name.Count, longest); length >= 0; length--)
        {
            if (countByLength[length] > 0 && Find(name.HashOf(length), name.Prefix(length)) is var item && item > 0)
            {
                return entries[item].Value;
            }
        }

        return null;
    }

    private HashedName Hash(Name prefix) => hasher.TryHash(prefix, buffer, out var hashed)
        ? hashed
        : throw new ArgumentException($"A prefix has at most {ForwarderOptions.MaxNameComponents} components.", nameof(prefix));

    private int Find(ulong hash, ReadOnlySpan<byte> prefix)
    {
        var probe = index.Find(hash);
        while (probe.MoveNext())
        {
            if (entries[probe.Item].Prefix!.Value.SequenceEqual(prefix))
            {
                return probe.Item;
            }
        }

        return 0;
    }

    private int Append()
    {
        entries.Add(default);
        return entries.Count - 1;
    }

    private readonly record struct Entry(Name? Prefix, T? Value);
}
