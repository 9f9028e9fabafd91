namespace Hearth.Web.Http.Wire;

/// <summary>The repo.</summary>
internal sealed record WireRepo(long Files, long Bytes, long Quota);
