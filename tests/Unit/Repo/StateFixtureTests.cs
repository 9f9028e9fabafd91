using Hearth.Protocol;
using Hearth.Repo;
using Xunit;
using static Hearth.Tests.Repo.RepoFolder;

namespace Hearth.Tests.Repo;

/// <summary>Each release's state stays readable: its folder in tests/vectors/state/ is opened as an owner's would be.</summary>
public sealed class StateFixtureTests
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "vectors", "state");

    public static TheoryData<string> Releases() => [.. Directory.GetDirectories(Fixtures).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task State_of_each_release_opens_serves_and_takes_more(string release)
    {
        using var folder = new RepoFolder();
        CopyTo(Path.Combine(Fixtures, release), folder.Path);
        using var repo = folder.Open();

        Assert.Equal(["/p/alice/picture.png", "/p/alice/notes.txt"], repo.List().Select(publication => publication.Name.ToString()));
        Assert.Equal(Content(20_000, seed: 2), Fetch(repo, repo.List()[0].VersionedName, verify: false));
        Assert.Equal(Content(100, seed: 1), Fetch(repo, repo.List()[1].VersionedName, verify: false));
        Assert.Equal(RepoAnswer.Nack, Ask(repo, Name.Parse("/p/alice/regret/v=7/seg=0"), out _));
        Assert.IsType<PublishOutcome.VersionExists>(await PublishAsync(repo, "/p/alice/regret/v=7", Content(10)));
        Assert.Equal(Publication.Public, repo.List()[0].Visibility);
        await PublishedAsync(repo, "/p/alice/new", Content(10));
        Assert.Equal(3, repo.Usage().Names);
        Assert.Equal(0, repo.Usage().Damaged);
    }

    /// <summary>Run by hand before a release, with the folder to write as HEARTH_FIXTURE.</summary>
    [Fact(Explicit = true)]
    public async Task Write_this_releases_state()
    {
        var path = Environment.GetEnvironmentVariable("HEARTH_FIXTURE")!;
        Directory.CreateDirectory(path);
        using (var repo = OpenAt(path))
        {
            await PublishedAsync(repo, "/p/alice/notes.txt", Content(100, seed: 1), Noon);
            await PublishedAsync(repo, "/p/alice/picture.png", Content(20_000, seed: 2), Noon.AddMinutes(1));
            await PublishedAsync(repo, "/p/alice/regret/v=7", Content(10, seed: 3), Noon.AddMinutes(2));
            repo.Unpublish(Name.Parse("/p/alice/regret"), Noon.AddMinutes(3));
        }

        File.Delete(Path.Join(path, "content", ".lock"));
    }

    private static void CopyTo(string source, string destination)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Join(destination, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
