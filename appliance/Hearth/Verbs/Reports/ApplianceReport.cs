using System.Text.Json;

namespace Hearth.Verbs.Reports;

/// <summary>What the owner's API tells of the appliance.</summary>
internal sealed record ApplianceReport(bool Claimed, string? Namespace, string? HostName, NeighboursReport? Neighbours, string Light, string Version, string Slot)
{
    /// <summary>Reads what <c>GET /api/status</c> answers; fields of the future are passed over.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static ApplianceReport Read(JsonElement status)
    {
        try
        {
            return new ApplianceReport(
                status.GetProperty("claimed").GetBoolean(),
                status.GetProperty("namespace").GetString(),
                status.TryGetProperty("hostName", out var host) ? host.GetString() : null,
                status.TryGetProperty("neighbours", out var neighbours) ? NeighboursReport.Read(neighbours) : null,
                status.GetProperty("light").GetString()!,
                status.GetProperty("version").GetString()!,
                status.GetProperty("slot").GetString()!);
        }
        catch (Exception other) when (other is KeyNotFoundException or InvalidOperationException)
        {
            throw new JsonException("This is no status of an appliance.", other);
        }
    }
}
