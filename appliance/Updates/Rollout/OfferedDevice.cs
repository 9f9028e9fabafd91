namespace Hearth.Updates.Rollout;

/// <summary>A device, as far as it matters to what its channel offers.</summary>
/// <param name="Board">Its board, <c>vendor/board</c>.</param>
/// <param name="Version">The version that runs.</param>
/// <param name="Identity">What tells it from all others; it is not sent anywhere.</param>
/// <param name="IsToldNow">Its owner told it to install now.</param>
/// <param name="FellBackFrom">The hash of the bundle that did not stay the last time, in hex digits; null where the last stayed.</param>
public sealed record OfferedDevice(string Board, string Version, ReadOnlyMemory<byte> Identity, bool IsToldNow, string? FellBackFrom = null);
