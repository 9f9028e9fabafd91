using System.Collections.Immutable;

namespace Hearth.Board.Description;

/// <summary>One line of a GPIO chip.</summary>
/// <param name="Chips">Labels or names of chips, alternatives in the order of preference.</param>
/// <param name="Offset">The line within the chip.</param>
/// <param name="IsActiveLow">Whether low means lit, or pressed.</param>
public sealed record LineDescription(ImmutableArray<string> Chips, int Offset, bool IsActiveLow);
