using Hearth.Forwarding;
using Hearth.Web;

namespace Hearth.Node;

/// <summary>The packet side's numbers as the panel shows them.</summary>
internal static class NodeSnapshot
{
    /// <summary>Reads the tables; on the loop's thread. The caller fills in what is not the packet side's.</summary>
    public static NodeStatus Take(ContentNode content)
    {
        var forwarder = content.Forwarder;
        var counters = forwarder.Counters;
        var store = forwarder.ContentStore;
        return new NodeStatus
        {
            Namespace = null,
            OwnerFingerprint = null,
            HostName = null,
            Neighbours = default,
            Window = PressWindow.None,
            WindowLeft = TimeSpan.Zero,
            Simulated = false,
            Version = "",
            Slot = "",
            Uptime = TimeSpan.Zero,
            Faces = [.. forwarder.Faces.All.Where(face => face.Id != FaceId.Internal).Select(Describe)],
            ContentStore = new ContentStoreStatus(store.Count, store.UsedBytes, store.CapacityBytes, store.Hits, store.Misses),
            PitEntries = forwarder.Pit.Count,
            FibEntries = forwarder.Fib.Count,
            Repo = default,
            In = new Web.PacketCounters(counters.InInterests, counters.InData, counters.InNacks, content.Faces.InBytes),
            Out = new Web.PacketCounters(counters.OutInterests, counters.OutData, counters.OutNacks, content.Faces.OutBytes),
        };
    }

    private static FaceStatus Describe(Face face)
    {
        var counters = face.Counters;
        return new FaceStatus(
            face.Id.Value,
            face.Info.Uri,
            face.Info.Scope == FaceScope.Local,
            new Web.PacketCounters(counters.InInterests, counters.InData, counters.InNacks, counters.InBytes),
            new Web.PacketCounters(counters.OutInterests, counters.OutData, counters.OutNacks, counters.OutBytes));
    }
}
