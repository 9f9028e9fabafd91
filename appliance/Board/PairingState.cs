namespace Hearth.Board;

/// <summary>Where a board stands with its owner, and until when.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="OpenUntil">When the window closes; null where none is open.</param>
public readonly record struct PairingState(PairingPhase Phase, TimeSpan? OpenUntil = null);
