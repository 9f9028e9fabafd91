namespace Hearth.Web.Http.Wire;

/// <summary>One signed-in browser.</summary>
internal sealed record WireSession(
    string Id, DateTimeOffset Created, DateTimeOffset LastUsed, string? Browser, string? System, bool Current);
