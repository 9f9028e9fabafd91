using Hearth.Updates.Fetch;

namespace Hearth.Updating;

/// <summary>Bytes that came in a round, of metadata and of objects, by where they came from. From any thread.</summary>
internal sealed class CarriedBytes
{
    private readonly long[] bytes = new long[2];

    /// <summary>Those of one source.</summary>
    public long this[ObjectSource source] => Interlocked.Read(ref bytes[(int)source]);

    /// <summary>Adds some.</summary>
    public void Add(ObjectSource source, int count) => Interlocked.Add(ref bytes[(int)source], count);

    /// <summary>A round begins.</summary>
    public void Clear() => Array.Clear(bytes);
}
