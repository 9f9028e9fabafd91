using Hearth.Network;

namespace Hearth.Discovery;

/// <summary>A service of another host, and where it is.</summary>
/// <param name="Service">What was found.</param>
/// <param name="Link">The link that it was found on.</param>
internal sealed record LinkService(FoundService Service, NetworkLink Link);
