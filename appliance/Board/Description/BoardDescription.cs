using System.Collections.Immutable;

namespace Hearth.Board.Description;

/// <summary>What a board has, as its <c>board.json</c> says (<c>board-support/board.schema.json</c>).</summary>
/// <param name="Title">Its name, for people.</param>
/// <param name="Architecture">As Debian names it.</param>
/// <param name="Lights">All that the machine has show the same; at least one.</param>
/// <param name="Buttons">Each that the machine has counts; at least one.</param>
/// <param name="Watchdog">What resets it when nobody feeds; null where there is none.</param>
/// <param name="Image">For the image builder.</param>
public sealed record BoardDescription(
    string Title,
    Architecture Architecture,
    ImmutableArray<LightDescription> Lights,
    ImmutableArray<ButtonDescription> Buttons,
    WatchdogDescription? Watchdog,
    ImageDescription Image);
