namespace Hearth.Updates.Bundle;

/// <summary>Where a piece ends, seen from a block.</summary>
[Flags]
public enum ChunkCut
{
    /// <summary>The block goes on with the piece.</summary>
    None = 0,

    /// <summary>A piece ended before it.</summary>
    Before = 1,

    /// <summary>It is the last of its piece.</summary>
    After = 2,
}
