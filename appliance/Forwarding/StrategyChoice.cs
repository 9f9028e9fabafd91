using Hearth.Forwarding.Strategies;
using Hearth.Protocol;

namespace Hearth.Forwarding;

/// <summary>A prefix and the strategy that serves it.</summary>
public sealed record StrategyChoice(Name Prefix, Strategy Strategy);
