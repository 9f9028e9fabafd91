using Hearth.Updates.Slots;

namespace Hearth.Updates.Bundle;

/// <summary>Reads what lies in the slots.</summary>
public interface ISlotReader
{
    /// <summary>Fills a buffer; false where that is not there or cannot be read.</summary>
    /// <param name="side">Which slot.</param>
    /// <param name="image">Which image of it.</param>
    /// <param name="offset">From which byte.</param>
    /// <param name="buffer">All of it is filled.</param>
    bool TryRead(SlotSide side, SlotPart image, long offset, Span<byte> buffer);
}
