namespace Hearth.Board.Description;

/// <summary>How a card is divided.</summary>
public enum PartitionTable
{
    /// <summary>GPT (UEFI specification, section 5.3).</summary>
    Gpt,

    /// <summary>GPT, and an MBR beside it for firmware that reads no GPT.</summary>
    Hybrid,
}
