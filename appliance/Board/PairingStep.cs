namespace Hearth.Board;

/// <summary>One step of the pairing.</summary>
/// <param name="State">Where it leads.</param>
/// <param name="Effects">What follows.</param>
public readonly record struct PairingStep(PairingState State, PairingEffects Effects);
