using Hearth.Updates.Tuf;
using Hearth.Updating;

namespace Hearth.Release.Signing;

/// <summary>
/// What is published, as a device takes it that knows a root: whoever can write to a web server's folder is not whom the next
/// signature is for. Only the age of metadata is nothing to go by, as what has expired is there to be signed again.
/// </summary>
internal static class VerifiedMetadata
{
    // The brake's role may describe it, and no channel has this name: it is looked for in all that there is.
    private const string Nowhere = "brake/none/none/none";

    /// <summary>Reads the newest metadata of each role.</summary>
    /// <param name="folder">Where it is published.</param>
    /// <param name="root">A root that is trusted; later ones follow from it.</param>
    /// <exception cref="ReleaseException">A device would refuse it.</exception>
    public static IReadOnlyDictionary<Role, byte[]> Read(PublishedFolder folder, byte[] root)
    {
        var published = new PublishedMetadata(folder, root);
        var client = new TufClient(published, new MetadataSignatures(), new TufLimits(), DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        Require(folder, published.Run(client.Refresh(), client));
        Require(folder, published.Run(client.Find(Nowhere), client));
        return Role.All.ToDictionary(role => role, role => published[role] ?? throw folder.Damaged("metadata", $"it has nothing of the role {role.Name}"));
    }

    private static void Require(PublishedFolder folder, TufStep step)
    {
        if (step is TufStep.Refused { Refusal: { Fault: not TufFault.NoSuchTarget } refusal })
        {
            throw folder.Damaged($"metadata/{refusal.File}", refusal.Detail);
        }
    }
}
