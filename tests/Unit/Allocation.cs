namespace Hearth.Tests;

/// <summary>What a steady path takes from the heap.</summary>
internal static class Allocation
{
    // What is made once is made in the first of them; what is made for a packet, in all.
    private const int Rounds = 4;

    /// <summary>
    /// The bytes that the thread takes for a round, in the best of several: a runtime that compiles a method anew beside the
    /// test now and then takes some too, while a path that takes any for a packet takes them in every round.
    /// </summary>
    /// <param name="round">The same work each time, after what warms it up.</param>
    /// <param name="allocated">Bytes that the thread which does the work has taken since it began; null for this thread.</param>
    public static long OfSteadyRound(Action round, Func<long>? allocated = null)
    {
        allocated ??= GC.GetAllocatedBytesForCurrentThread;
        var least = long.MaxValue;
        for (var i = 0; i < Rounds && least > 0; i++)
        {
            var before = allocated();
            round();
            least = Math.Min(least, allocated() - before);
        }

        return least;
    }
}
