using Hearth.Faces;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Web;

namespace Hearth.Node;

/// <summary>Everything of the packet side that is bounded, as the panel shows it.</summary>
internal static class NodeLimits
{
    /// <summary>Reads the tables; on the loop's thread.</summary>
    public static LimitStatus[] Take(Forwarder forwarder, FaceSystem faces, WorkerTransport shelf, ManagementService management)
    {
        var options = forwarder.Options;
        var (store, pool, frames) = (forwarder.ContentStore, forwarder.Reassembly, forwarder.Retransmissions);
        var (listings, mostListings, forgotten) = management.Shelf;
        LimitStatus[] always =
        [
            new("pending", forwarder.Pit.UsedBytes, options.PitBytes, forwarder.Counters.PitFull, InBytes: true),
            new("cache", store.UsedBytes, store.CapacityBytes, store.Evictions, InBytes: true),
            new("queues", faces.Queues.Used, faces.Queues.Limit, faces.Queues.Refused, InBytes: true),
            new("faces", faces.Count, faces.Limit, faces.Refused + faces.ClosedFor(FaceCloseReason.GaveWay), InBytes: false),
            new("shelf", shelf.Waiting, WorkerTransport.QueuedInterests, shelf.Dropped, InBytes: false),
            new("fragments", pool.Used, pool.Limit, pool.Refused, InBytes: false),
            new("unconfirmed", frames.Used, frames.Limit, frames.Refused, InBytes: false),
            new("prefixes", forwarder.Fib.Count, options.MaxPrefixes, forwarder.Fib.Refused, InBytes: false),
            new("routes", forwarder.Rib.RouteCount, options.MaxPrefixes, forwarder.Rib.Refused, InBytes: false),
            new("paths", forwarder.Measurements.Count, forwarder.Measurements.Capacity, forwarder.Measurements.Evicted, InBytes: false),
            new("echoes", forwarder.DeadNonces.Count, forwarder.DeadNonces.Capacity, forwarder.DeadNonces.ForgottenEarly, InBytes: false),
            new("listings", listings, mostListings, forgotten, InBytes: true),
        ];
        return forwarder.SecondTier is { Status: var disk }
            ?
            [
                .. always,
                new("disk", disk.UsedBytes, disk.Capacity, disk.Overwritten, InBytes: true),
                new("diskWrites", disk.BytesToday, disk.BytesPerDay, disk.OverBudget, InBytes: true),
                new("diskQueue", disk.Waiting, disk.MostWaiting, disk.LeftBehind, InBytes: false),
            ]
            : always;
    }
}
