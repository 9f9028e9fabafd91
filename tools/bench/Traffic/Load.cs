namespace Hearth.Bench.Traffic;

/// <summary>What a <see cref="Consumer"/> asks for.</summary>
/// <param name="Window">Most Interests in flight.</param>
/// <param name="Duration">How long it goes on.</param>
/// <param name="Names">So many names over and over; 0 asks for each name once.</param>
/// <param name="RatePerSecond">So many Interests a second, each at its time; 0 asks as fast as answers come.</param>
internal sealed record Load(int Window, TimeSpan Duration, ulong Names = 0, double RatePerSecond = 0);
