namespace Hearth.Forwarding.Management;

/// <summary>What a dataset is asked for.</summary>
/// <param name="Filter">The component after the verb; empty without one.</param>
/// <param name="Now">Monotonic time.</param>
/// <param name="WallClock">The wall clock.</param>
internal readonly record struct DatasetQuery(ReadOnlyMemory<byte> Filter, TimeSpan Now, DateTimeOffset WallClock);
