namespace Hearth.Discovery;

/// <summary>
/// What this host multicast lately. It is heard back, because other programs of the machine must hear it too; an
/// address does not tell them from us, the words do.
/// </summary>
internal sealed class OwnWords
{
    // A loop over the network's switches takes milliseconds. Longer, and another program's same question were lost.
    private static readonly TimeSpan Echo = TimeSpan.FromMilliseconds(500);

    // More messages than this in half a second are not sent: announcements and answers are limited to one a second.
    private const int Most = 32;

    private readonly Queue<(ReadOnlyMemory<byte> Words, TimeSpan At)> said = new();

    /// <summary>Notes what is said.</summary>
    public void Say(ReadOnlyMemory<byte> words, TimeSpan now)
    {
        if (said.Count == Most)
        {
            said.Dequeue();
        }

        said.Enqueue((words, now));
    }

    /// <summary>Whether what is heard is an echo.</summary>
    public bool Contains(ReadOnlySpan<byte> words, TimeSpan now)
    {
        while (said.TryPeek(out var oldest) && now - oldest.At > Echo)
        {
            said.Dequeue();
        }

        foreach (var (own, _) in said)
        {
            if (own.Span.SequenceEqual(words))
            {
                return true;
            }
        }

        return false;
    }
}
