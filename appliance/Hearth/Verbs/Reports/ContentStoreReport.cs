using Hearth.Forwarding.Management;

namespace Hearth.Verbs.Reports;

/// <summary>The content store.</summary>
internal sealed record ContentStoreReport(ulong Capacity, bool Admit, bool Serve, ulong Entries, ulong Hits, ulong Misses, DiskCacheReport? Disk)
{
    public static ContentStoreReport Of(ContentStoreInfo info) => new(
        info.Capacity,
        (info.Flags >> ContentStoreFlag.Admit & 1) == 1,
        (info.Flags >> ContentStoreFlag.Serve & 1) == 1,
        info.Entries,
        info.Hits,
        info.Misses,
        DiskCacheReport.Of(info.SecondTier));
}
