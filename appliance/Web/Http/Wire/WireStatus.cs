namespace Hearth.Web.Http.Wire;

/// <summary><c>GET /api/status</c>, and each event of <c>GET /api/events</c>.</summary>
internal sealed record WireStatus(
    bool Claimed,
    string? Namespace,
    string? OwnerFingerprint,
    string? HostName,
    WireNeighbours Neighbours,
    string Light,
    WireRhythm LightPattern,
    string Window,
    int WindowSecondsLeft,
    bool Simulated,
    string Version,
    string Slot,
    double UptimeSeconds,
    IReadOnlyList<WireFace> Faces,
    int FaceCount,
    WireContentStore ContentStore,
    WireTables Tables,
    WireRepo Repo,
    WireTraffic Traffic,
    WirePanel Panel,
    bool SignedIn)
{
    // What a page can show, and a bound on the size of an event.
    private const int FacesShown = 64;

    /// <summary>What strangers may see: no face's address. The owner sees them.</summary>
    public static WireStatus From(NodeStatus status, LightView light, WirePanel panel, bool owner) => new(
        Claimed: status.Namespace is not null,
        status.Namespace,
        status.OwnerFingerprint,
        status.HostName,
        new WireNeighbours(
            status.Neighbours.Known, status.Neighbours.Routed, status.Neighbours.Refused, status.Neighbours.NoRoom, status.Neighbours.Unread),
        Light: light.Pattern.State,
        LightPattern: new WireRhythm(light.Pattern.Colour, light.Pattern.Steps, (long)light.Since.TotalMilliseconds),
        Window: status.Window switch
        {
            PressWindow.Claim => "claim",
            PressWindow.SignIn => "sign-in",
            _ => "none",
        },
        WindowSecondsLeft: (int)Math.Ceiling(status.WindowLeft.TotalSeconds),
        status.Simulated,
        status.Version,
        status.Slot,
        UptimeSeconds: Math.Round(status.Uptime.TotalSeconds, 3),
        Faces: [.. status.Faces.Take(FacesShown).Select(face => WireFace.From(face, owner))],
        FaceCount: status.Faces.Count,
        new WireContentStore(
            status.ContentStore.Entries, status.ContentStore.Bytes, status.ContentStore.Budget,
            status.ContentStore.Hits, status.ContentStore.Misses),
        new WireTables(status.PitEntries, status.FibEntries),
        new WireRepo(status.Repo.Files, status.Repo.Bytes, status.Repo.Quota),
        new WireTraffic(status.In, status.Out),
        panel,
        SignedIn: owner);
}
