namespace Hearth.Web.Http.Wire;

/// <summary>The forwarder's tables, in entries.</summary>
internal sealed record WireTables(int Pit, int Fib);
