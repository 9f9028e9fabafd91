using Hearth.Updates.Tuf;

namespace Hearth.Release.Signing;

/// <summary>What somebody trusts who knew a root alone, in memory, and the folder that a TUF client fetches more from.</summary>
/// <param name="folder">Where it is published.</param>
/// <param name="root">A root that is trusted; later ones follow from it.</param>
internal sealed class PublishedMetadata(PublishedFolder folder, byte[] root) : ITrustedFiles
{
    private readonly Dictionary<string, byte[]> trusted = new() { ["root.json"] = root };

    /// <summary>The newest metadata of a role that is trusted.</summary>
    public byte[]? this[Role role] => trusted.GetValueOrDefault($"{role.Name}.json");

    /// <inheritdoc/>
    public byte[]? Read(string file, int mostBytes) => trusted.TryGetValue(file, out var bytes) && bytes.Length <= mostBytes ? bytes : null;

    /// <summary>Goes on from a client's step until one that asks for no file.</summary>
    public TufStep Run(TufStep step, TufClient client)
    {
        while (true)
        {
            foreach (var change in step.Changes)
            {
                if (change.Content is { } content)
                {
                    trusted[change.File] = content.ToArray();
                }
                else
                {
                    trusted.Remove(change.File);
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
