namespace Hearth.Updates.Bundle;

/// <summary>One step of a delta.</summary>
/// <param name="Old">Where old bytes are taken from.</param>
/// <param name="Add">How many of them, with differences added.</param>
/// <param name="Insert">How many new bytes follow.</param>
public readonly record struct DeltaInstruction(int Old, int Add, int Insert);
