namespace Hearth.Web;

/// <summary>The content store: its entries, their bytes, its budget in bytes, and lookups since start.</summary>
public readonly record struct ContentStoreStatus(long Entries, long Bytes, long Budget, long Hits, long Misses);
