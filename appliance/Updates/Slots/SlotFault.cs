namespace Hearth.Updates.Slots;

/// <summary>Why a version is not in the slot. The slot is not startable then.</summary>
public enum SlotFault
{
    /// <summary>An image is larger than its partition.</summary>
    DoesNotFit,

    /// <summary>More bytes came than the image has.</summary>
    TooLong,

    /// <summary>The stream ended before the image did.</summary>
    Truncated,

    /// <summary>What came is not the image that was signed.</summary>
    WrongHash,

    /// <summary>What was read back is not what was written: the card is failing.</summary>
    BadMedium,
}
