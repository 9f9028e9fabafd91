using Hearth.Protocol;

namespace Hearth.Forwarding.Strategies;

/// <summary>In the making.</summary>
public sealed class Multicast : Strategy
{
    /// <inheritdoc/>
    public override Name Name { get; } = Name.Parse("/localhost/nfd/strategy/multicast/v=4");

    /// <inheritdoc/>
    public override Choice Choose(in PendingInterest interest, Span<FaceId> next, TimeSpan now) => throw new NotSupportedException("In the making.");
}
