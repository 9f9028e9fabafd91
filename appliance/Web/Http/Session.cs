namespace Hearth.Web.Http;

/// <summary>One signed-in browser, as kept at rest: the hash of its cookie, never the cookie.</summary>
/// <param name="Id">Names the session in lists and when it is revoked; no secret.</param>
/// <param name="Hash">SHA-256 of the cookie's value, in hexadecimal.</param>
/// <param name="Created">When it signed in.</param>
/// <param name="LastUsed">When it was last seen, to the hour.</param>
/// <param name="Browser">For example <c>Firefox</c>.</param>
/// <param name="System">For example <c>Android</c>.</param>
internal sealed record Session(
    string Id, string Hash, DateTimeOffset Created, DateTimeOffset LastUsed, string? Browser, string? System);
