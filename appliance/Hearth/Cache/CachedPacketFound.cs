namespace Hearth.Cache;

/// <summary>Gets a packet that a <see cref="CacheFile"/> holds, valid until it returns.</summary>
internal delegate void CachedPacketFound(ReadOnlySpan<byte> packet, long place, int segment);
