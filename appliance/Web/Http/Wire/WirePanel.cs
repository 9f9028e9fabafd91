namespace Hearth.Web.Http.Wire;

/// <summary>What the panel turned away since start, by reason.</summary>
internal sealed record WirePanel(long ConnectionsRefused, long HostsRefused, long OriginsRefused, long StreamsRefused);
