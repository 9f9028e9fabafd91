namespace Hearth.Web;

/// <summary>One thing of the node that has an end: a queue, a table, a buffer.</summary>
/// <param name="Id">Which; the page has words for it, and for what gives way when it is full.</param>
/// <param name="Used">How much is in use.</param>
/// <param name="Limit">How much there may be.</param>
/// <param name="Refused">How often something was turned away or gave way since the start.</param>
/// <param name="InBytes">Whether it is counted in bytes, or else in pieces.</param>
public sealed record LimitStatus(string Id, long Used, long Limit, long Refused, bool InBytes);
