namespace Hearth.Web.Http.Wire;

/// <summary>The content store.</summary>
internal sealed record WireContentStore(long Entries, long Bytes, long Budget, long Hits, long Misses);
