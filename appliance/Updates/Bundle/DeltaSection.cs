namespace Hearth.Updates.Bundle;

/// <summary>A section of a program, in its file and in memory, before and after. Offsets count from the delta's ranges.</summary>
/// <param name="HasBytes">Whether the file holds it; what is only reserved has no offsets.</param>
/// <param name="OldOffset">Where it began in the old range.</param>
/// <param name="OldAddress">Its address there.</param>
/// <param name="OldLength">Its bytes there.</param>
/// <param name="NewOffset">Where it begins in the new range.</param>
/// <param name="NewAddress">Its address there.</param>
public sealed record DeltaSection(bool HasBytes, long OldOffset, long OldAddress, long OldLength, long NewOffset, long NewAddress)
{
    /// <summary>Whether an address was within it.</summary>
    public bool HasOldAddress(long address) => address >= OldAddress && address - OldAddress < OldLength;
}
