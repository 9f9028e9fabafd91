namespace Hearth.Forwarding.Strategies;

/// <summary>In the making.</summary>
public readonly ref struct PendingInterest
{
}
