namespace Hearth.Updates.Bundle;

/// <summary>A slot as an update sees it.</summary>
public enum SlotSide
{
    /// <summary>The slot that runs: it stays as it is.</summary>
    Running,

    /// <summary>The slot that is written, from its first byte to its last.</summary>
    Idle,
}
