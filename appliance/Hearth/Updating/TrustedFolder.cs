using Hearth.Identity.State;
using Hearth.Updates.Tuf;

namespace Hearth.Updating;

/// <summary>Trusted metadata in a folder, each change durable before the next.</summary>
internal sealed class TrustedFolder(StateFolder folder) : ITrustedFiles
{
    /// <inheritdoc/>
    public byte[]? Read(string file, int mostBytes)
    {
        var info = new FileInfo(folder.PathOf(file));
        return info.Exists && info.Length <= mostBytes ? File.ReadAllBytes(info.FullName) : null;
    }

    /// <summary>Carries out what a step says.</summary>
    public void Apply(IReadOnlyList<TrustedChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.Content is { } content)
            {
                folder.Replace(change.File, content.Span);
            }
            else
            {
                folder.Delete(change.File);
            }
        }
    }
}
