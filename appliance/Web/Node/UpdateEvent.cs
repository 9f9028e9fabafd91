namespace Hearth.Web;

/// <summary>A version that was tried.</summary>
/// <param name="At">When it was written.</param>
/// <param name="From">The version before.</param>
/// <param name="To">The version.</param>
/// <param name="Outcome">
/// <c>confirmed</c> or <c>fellBack</c>; <c>wentBack</c> where its owner had the version before back, and <c>notBack</c> where that
/// one did not run; empty while it is being tried.
/// </param>
/// <param name="FetchedBytes">Bytes of it that neither slot held; after a cut, some of them were kept elsewhere on the board.</param>
/// <param name="Seconds">From its beginning until it was written.</param>
/// <param name="NeighbourBytes">Bytes that came from neighbours, in the round that wrote it.</param>
/// <param name="ServerBytes">Bytes that came from the channel's server, in that round.</param>
public sealed record UpdateEvent(
    DateTimeOffset At, string From, string To, string Outcome, long FetchedBytes, double Seconds, long NeighbourBytes = 0, long ServerBytes = 0);
