namespace Hearth.Web.Http.Wire;

/// <summary><c>GET /api/log</c>: lines of text, the newest last; empty where there are none.</summary>
internal sealed record WireLog(string Now, string Before);
