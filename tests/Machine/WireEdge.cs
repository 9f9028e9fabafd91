namespace Hearth.Tests.Machine;

/// <summary>A wire changed.</summary>
/// <param name="Timestamp">When, by the host's monotonic clock (<see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>).</param>
/// <param name="Line">Which of the device's lines.</param>
/// <param name="High">What it is now.</param>
internal readonly record struct WireEdge(long Timestamp, int Line, bool High);
