namespace Hearth.Web.Http;

/// <summary>The content of <c>sessions.json</c>.</summary>
internal sealed record SessionsFile(int Version, IReadOnlyList<Session> Sessions);
