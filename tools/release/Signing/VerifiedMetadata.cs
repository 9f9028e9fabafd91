using Hearth.Updates.Tuf;
using Hearth.Updating;

namespace Hearth.Release.Signing;

/// <summary>
/// What is published, as a device takes it that knows a root: whoever can write to a web server's folder is not whom the next
/// signature is for. Only the age of metadata is nothing to go by, as what has expired is there to be signed again.
/// </summary>
internal sealed class VerifiedMetadata : ITrustedFiles
{
    // The brake's role may describe it, and no channel has this name: it is looked for in all that there is.
    private const string Nowhere = "brake/none/none/none";

    private const string RootFile = "root.json";

    private readonly Dictionary<string, byte[]> taken = [];
    private readonly PublishedFolder folder;

    private VerifiedMetadata(PublishedFolder folder, byte[] root) => (this.folder, taken[RootFile]) = (folder, root);

    /// <summary>The newest metadata of a role.</summary>
    public byte[] this[Role role] => taken[$"{role.Name}.json"];

    /// <summary>Reads it.</summary>
    /// <param name="folder">Where it is published.</param>
    /// <param name="root">A root that is trusted; later ones follow from it.</param>
    /// <exception cref="ReleaseException">A device would refuse it.</exception>
    public static VerifiedMetadata Read(PublishedFolder folder, byte[] root)
    {
        var verified = new VerifiedMetadata(folder, root);
        var client = new TufClient(verified, new MetadataSignatures(), new TufLimits(), DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        verified.Require(verified.Run(client.Refresh(), client));
        verified.Require(verified.Run(client.Find(Nowhere), client));
        return Role.All.All(role => verified.taken.ContainsKey($"{role.Name}.json"))
            ? verified
            : throw folder.Damaged("metadata", "it has not all roles");
    }

    // The root alone: all else is taken from the folder each time, so that what was changed there is found.
    byte[]? ITrustedFiles.Read(string file, int mostBytes) => file == RootFile && taken[file].Length <= mostBytes ? taken[file] : null;

    private void Require(TufStep step)
    {
        if (step is TufStep.Refused { Refusal: { Fault: not TufFault.NoSuchTarget } refusal })
        {
            throw folder.Damaged($"metadata/{refusal.File}", refusal.Detail);
        }
    }

    private TufStep Run(TufStep step, TufClient client)
    {
        while (true)
        {
            foreach (var change in step.Changes)
            {
                if (change.Content is { } content)
                {
                    taken[change.File] = content.ToArray();
                }
                else
                {
                    taken.Remove(change.File);
                }
            }

            if (step is not TufStep.Fetch fetch)
            {
                return step;
            }

            var name = $"metadata/{fetch.File}";
            step = folder.Has(name) ? client.Give(folder.Read(name)) : client.GiveAbsent();
        }
    }
}
