using System.Text.Json;

namespace Hearth.Verbs.Reports;

/// <summary>Other appliances on the local network: known, routed to, and how often one was not believed.</summary>
internal sealed record NeighboursReport(int Known, int Routed, long Refused)
{
    /// <summary>Reads them out of <c>GET /api/status</c>.</summary>
    public static NeighboursReport Read(JsonElement neighbours) => new(
        neighbours.GetProperty("known").GetInt32(),
        neighbours.GetProperty("routed").GetInt32(),
        neighbours.GetProperty("refused").GetInt64());
}
