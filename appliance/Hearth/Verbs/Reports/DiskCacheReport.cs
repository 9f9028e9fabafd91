using Hearth.Forwarding.Management;

namespace Hearth.Verbs.Reports;

/// <summary>The content store's second tier; sizes in bytes, the rest in packets.</summary>
internal sealed record DiskCacheReport(ulong Capacity, ulong Used, ulong Entries, ulong Hits, ulong WritablePerDay, ulong WrittenToday, ulong Written, ulong Left)
{
    public static DiskCacheReport? Of(SecondTierInfo? info) => info is null
        ? null
        : new(info.Capacity, info.UsedBytes, info.Entries, info.Hits, info.BytesPerDay, info.BytesToday, info.Written, info.Left);
}
