namespace Hearth.Updating;

/// <summary>Who counts how updates go.</summary>
/// <param name="Url">Where it listens, by http or https.</param>
/// <param name="MostDelay">A report is late by up to this.</param>
internal sealed record ReportAddress(Uri Url, TimeSpan MostDelay);
