using Hearth.Release;
using Hearth.Release.Signing;

namespace Hearth.Tests.Machine.Updates;

/// <summary>A channel in the hands of whoever has its keys: what the shipped release tool published, signed again as of any day.</summary>
/// <param name="folder">What is served.</param>
/// <param name="keys">The folder of the keys.</param>
internal sealed class PublishedChannel(string folder, string keys)
{
    /// <summary>Where a server has the one file that says what is the newest.</summary>
    public const string TimestampPath = "/metadata/timestamp.json";

    private const string Bundle = "stable/generic/pc-x86-64/bundle";

    /// <summary>The newest timestamp.</summary>
    public byte[] Timestamp => File.ReadAllBytes(folder + TimestampPath);

    /// <summary>All metadata, by the paths that a server has it under.</summary>
    public IEnumerable<(string Path, byte[] Content)> Metadata =>
        Directory.GetFiles(Path.Combine(folder, "metadata")).Select(file => ($"/metadata/{Path.GetFileName(file)}", File.ReadAllBytes(file)));

    /// <summary>Makes an empty channel with keys of its own.</summary>
    public static PublishedChannel Create(string folder, string keys, DateTimeOffset at)
    {
        Repository.Create(new PublishedFolder(folder), new KeyFolder(keys), rootKeys: 1, threshold: 1, at);
        return new(folder, keys);
    }

    /// <summary>A copy of its metadata, for the same keys to sign something else.</summary>
    /// <param name="to">An empty folder.</param>
    public PublishedChannel Fork(string to)
    {
        Directory.CreateDirectory(Path.Combine(to, "metadata"));
        foreach (var (path, content) in Metadata)
        {
            File.WriteAllBytes(to + path, content);
        }

        return new(to, keys);
    }

    /// <summary>Signs what has to be signed every day.</summary>
    /// <param name="at">The time of the signatures.</param>
    public void Sign(DateTimeOffset at) => Open(at).Publish(Role.Brake, Role.Snapshot, Role.Timestamp);

    /// <summary>Says something else of the newest bundle, in metadata that is signed as it should be.</summary>
    /// <param name="field">Such as <c>version</c>.</param>
    /// <param name="value">What it says.</param>
    /// <param name="at">The time of the signatures.</param>
    public void Describe(string field, string value, DateTimeOffset at)
    {
        var repository = Open(at);
        repository.Targets[Bundle]!["custom"]![field] = value;
        repository.Publish(Role.Targets, Role.Snapshot, Role.Timestamp);
    }

    private Repository Open(DateTimeOffset at) => Repository.Open(new PublishedFolder(folder), new KeyFolder(keys), at);
}
