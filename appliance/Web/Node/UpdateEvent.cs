namespace Hearth.Web;

/// <summary>An update that was installed.</summary>
/// <param name="At">When it was written.</param>
/// <param name="From">The version before.</param>
/// <param name="To">The version.</param>
/// <param name="Outcome"><c>confirmed</c> or <c>fellBack</c>; empty while it is being tried.</param>
/// <param name="FetchedBytes">Bytes that were fetched for it.</param>
/// <param name="Seconds">From its beginning until it was written.</param>
public sealed record UpdateEvent(DateTimeOffset At, string From, string To, string Outcome, long FetchedBytes, double Seconds);
