using System.Diagnostics.CodeAnalysis;
using Hearth.Protocol;

namespace Hearth.Repo.Serving;

/// <summary>
/// The packet files that were asked for last, open, found by their versioned name's bytes. At most
/// <paramref name="capacity"/> stay open. Safe for several threads; a hit allocates nothing.
/// </summary>
internal sealed class OpenFiles(int capacity) : IDisposable
{
    private readonly Lock gate = new();
    private readonly LinkedList<PacketFile> recent = [];
    private readonly Dictionary<Name, LinkedListNode<PacketFile>> byName = new(NameBytes.Comparer);

    /// <summary>Finds an open file. The caller disposes of it when done: that ends its use alone.</summary>
    public bool TryGet(NameView versionedName, [NotNullWhen(true)] out PacketFile? file)
    {
        lock (gate)
        {
            if (!byName.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(versionedName.Value, out var node))
            {
                file = null;
                return false;
            }

            recent.Remove(node);
            recent.AddFirst(node);
            file = node.Value;
            file.AddUser();
            return true;
        }
    }

    /// <summary>Keeps a file that was just opened, and adds the caller as a second user.</summary>
    /// <returns>The file to use: another thread may have been first.</returns>
    public PacketFile Add(PacketFile opened)
    {
        lock (gate)
        {
            if (byName.TryGetValue(opened.VersionedName, out var earlier))
            {
                opened.Dispose();
                earlier.Value.AddUser();
                return earlier.Value;
            }

            if (recent.Count == capacity)
            {
                Drop(recent.Last!);
            }

            byName.Add(opened.VersionedName, recent.AddFirst(opened));
            opened.AddUser();
            return opened;
        }
    }

    /// <summary>Forgets a file: its bytes go.</summary>
    public void Remove(Name versionedName)
    {
        lock (gate)
        {
            if (byName.TryGetValue(versionedName, out var node))
            {
                Drop(node);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            while (recent.Last is { } node)
            {
                Drop(node);
            }
        }
    }

    private void Drop(LinkedListNode<PacketFile> node)
    {
        recent.Remove(node);
        byName.Remove(node.Value.VersionedName);
        node.Value.Dispose();
    }
}
