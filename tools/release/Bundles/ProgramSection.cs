using Hearth.Updates.Bundle;

namespace Hearth.Release.Bundles;

/// <summary>A part of a program that is loaded.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What to expect in it.</param>
/// <param name="HasBytes">Whether the file holds it.</param>
/// <param name="Offset">Where in the range; 0 where the file does not hold it.</param>
/// <param name="Address">Where in memory.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record ProgramSection(string Name, OperandKind Kind, bool HasBytes, long Offset, long Address, long Length);
