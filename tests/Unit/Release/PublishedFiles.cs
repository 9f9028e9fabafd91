using Hearth.Updates.Tuf;

namespace Hearth.Tests.Release;

/// <summary>A device's trusted files in memory, beginning with the first root, and the folder that it fetches from.</summary>
internal sealed class PublishedFiles(string metadata) : ITrustedFiles
{
    private readonly Dictionary<string, byte[]> trusted = new() { ["root.json"] = File.ReadAllBytes(Path.Join(metadata, "1.root.json")) };

    public byte[]? Read(string file, int mostBytes) => trusted.TryGetValue(file, out var bytes) && bytes.Length <= mostBytes ? bytes : null;

    /// <summary>Goes on from a step until one that asks for no file.</summary>
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

            var file = Path.Join(metadata, fetch.File);
            step = File.Exists(file) ? client.Give(File.ReadAllBytes(file)) : client.GiveAbsent();
        }
    }
}
