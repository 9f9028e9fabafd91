using Hearth.Discovery;
using Hearth.Faces;
using Hearth.Updating;
using Hearth.Web;

namespace Hearth.Node;

/// <summary>Everything of the node that is bounded, as the panel shows it.</summary>
internal static class NodeLimits
{
    /// <summary>The packet side's; on the loop's thread.</summary>
    public static IEnumerable<LimitStatus> OfPackets(ContentNode node)
    {
        var (forwarder, faces, options) = (node.Forwarder, node.Faces, node.Forwarder.Options);
        var (store, pool, frames) = (forwarder.ContentStore, forwarder.Reassembly, forwarder.Retransmissions);
        List<LimitStatus> limits =
        [
            new("pending", forwarder.Pit.UsedBytes, options.PitBytes, forwarder.Counters.PitFull, InBytes: true),
            new("cache", store.UsedBytes, store.CapacityBytes, store.Evictions, InBytes: true),
            new("queues", faces.Queues.Used, faces.Queues.Limit, faces.Dropped + faces.ClosedFor(FaceCloseReason.NoMemory), InBytes: true),
            new("faces", faces.Count, faces.Limit, faces.Refused + faces.ClosedFor(FaceCloseReason.GaveWay), InBytes: false),
            OfWorkers(node.Workers),
            new("fragments", pool.Used, pool.Limit, pool.Refused, InBytes: false),
            new("unconfirmed", frames.Used, frames.Limit, frames.Refused, InBytes: false),
            new("prefixes", forwarder.Fib.Count, options.MaxPrefixes, forwarder.Fib.Refused, InBytes: false),
            new("routes", forwarder.Rib.RouteCount, options.MaxPrefixes, forwarder.Rib.Refused, InBytes: false),
            new("choices", forwarder.Strategies.Count, options.MaxPrefixes, forwarder.Strategies.Refused, InBytes: false),
            new("paths", forwarder.Measurements.Count, forwarder.Measurements.Capacity, forwarder.Measurements.Evicted, InBytes: false),
            new("echoes", forwarder.DeadNonces.Count, forwarder.DeadNonces.Capacity, forwarder.DeadNonces.ForgottenEarly, InBytes: false),
            Of("listings", node.Management.Shelf, inBytes: true),
            Of("commands", node.Management.Pending),
            Of("commanders", node.Authorizer.Signers),
        ];
        if (node.Network is { } network)
        {
            limits.Add(OfSending(network.Channels));
            limits.Add(Of("receiving", network.Receiving, inBytes: true));
        }

        if (node.Signers is { } signers)
        {
            limits.Add(new("announcers", signers.Count, AnnouncementSigners.MostPeople, signers.Forgotten, InBytes: false));
        }

        if (forwarder.SecondTier is { Status: var disk })
        {
            limits.Add(new("disk", disk.UsedBytes, disk.Capacity, disk.Overwritten, InBytes: true));
            limits.Add(new("diskWrites", disk.BytesToday, disk.BytesPerDay, disk.OverBudget, InBytes: true));
            limits.Add(new("diskQueue", disk.Waiting, disk.MostWaiting, disk.LeftBehind, InBytes: false));
        }

        return limits;
    }

    /// <summary>Those around it; from any thread.</summary>
    public static IEnumerable<LimitStatus> OfOthers(ContentNode node, LocalNetwork? network, UpdateShelf? updates)
    {
        List<LimitStatus> limits = [OfWork(node.Posted, network?.Posted ?? default)];
        if (network is { Neighbours: var counts })
        {
            limits.Add(new("neighbours", counts.Known, Neighbours.Most, counts.NoRoom, InBytes: false));
            limits.Add(new("services", counts.Records, Browser.MaxRecords, counts.RecordsRefused, InBytes: false));
        }

        if (updates is not null)
        {
            limits.Add(new("updates", updates.Bytes, updates.MostBytes, updates.NotKept, InBytes: true));
        }

        return limits;
    }

    private static LimitStatus Of(string id, (long Used, long Limit, long Refused) bound, bool inBytes = false) =>
        new(id, bound.Used, bound.Limit, bound.Refused, inBytes);

    private static LimitStatus OfWork((long Used, long Limit, long Refused) packets, (long Used, long Limit, long Refused) network) =>
        new("work", packets.Used + network.Used, packets.Limit + network.Limit, packets.Refused + network.Refused, InBytes: false);

    private static LimitStatus OfWorkers(IReadOnlyList<WorkerTransport> workers)
    {
        var (waiting, dropped) = (0L, 0L);
        foreach (var worker in workers)
        {
            waiting += worker.Waiting;
            dropped += worker.Dropped;
        }

        return new("shelf", waiting, workers.Count * (long)WorkerTransport.QueuedInterests, dropped, InBytes: false);
    }

    // In the kernel, which drops what comes on top.
    private static LimitStatus OfSending(IReadOnlyList<UdpChannel> channels)
    {
        var (waiting, most, dropped) = (0L, 0L, 0L);
        foreach (var channel in channels)
        {
            waiting += channel.Backlog.Bytes;
            most += channel.SendBufferSize;
            dropped += channel.Dropped;
        }

        return new("sending", waiting, most, dropped, InBytes: true);
    }
}
