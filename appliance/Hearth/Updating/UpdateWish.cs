namespace Hearth.Updating;

/// <summary>What the updater is to do, as the node knows it from the owner and the time.</summary>
/// <param name="Install">To install what there is; otherwise only to look.</param>
/// <param name="Now">The owner said so: a rollout's waves are not waited for.</param>
internal sealed record UpdateWish(bool Install, bool Now);
