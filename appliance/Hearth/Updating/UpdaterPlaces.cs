namespace Hearth.Updating;

/// <summary>Where the updater finds what it needs.</summary>
/// <param name="Supervisor">The supervisor's socket.</param>
/// <param name="Node">The node's socket for it.</param>
/// <param name="Channel">The folder of <c>channel.json</c> and <c>root.json</c>.</param>
/// <param name="Slots">The folder of both slots' partitions.</param>
/// <param name="State">The folder of what it keeps.</param>
internal sealed record UpdaterPlaces(string Supervisor, string Node, string Channel, string Slots, string State);
