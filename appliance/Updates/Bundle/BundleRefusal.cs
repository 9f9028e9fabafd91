namespace Hearth.Updates.Bundle;

/// <summary>A refusal, for the log and the panel.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Detail">What exactly, as half a sentence.</param>
public sealed record BundleRefusal(BundleFault Fault, string Detail);
