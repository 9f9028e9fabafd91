namespace Hearth.Faces;

/// <summary>
/// The memory that all faces together may queue in: what waits for peers that do not read, and packets of which only a
/// part has come. It is shared out as it fills: a face may hold no more than what is left over, so one face never has
/// more than half, and a newcomer finds room (A. K. Choudhury, E. L. Hahne: "Dynamic queue length thresholds", 1998).
/// May be asked from any thread.
/// </summary>
/// <param name="limit">Bytes.</param>
internal sealed class QueueBudget(long limit)
{
    private long used;
    private long refused;

    /// <summary>Most bytes at a time.</summary>
    public long Limit => limit;

    /// <summary>Bytes held.</summary>
    public long Used => Interlocked.Read(ref used);

    /// <summary>How often somebody was refused.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Takes more for one who holds some already; false, and counted, when that is more than its share.</summary>
    public bool TryTake(long more, long held)
    {
        if (held + more <= limit - Interlocked.Add(ref used, more))
        {
            return true;
        }

        Interlocked.Add(ref used, -more);
        Interlocked.Increment(ref refused);
        return false;
    }

    /// <summary>Gives back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref used, -bytes);
}
