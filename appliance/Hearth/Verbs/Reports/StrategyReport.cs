namespace Hearth.Verbs.Reports;

/// <summary>The strategy of one prefix.</summary>
internal sealed record StrategyReport(string Prefix, string Strategy);
