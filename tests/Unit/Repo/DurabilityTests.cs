using Hearth.Repo;
using Hearth.Repo.Publishing;
using Xunit;
using static Hearth.Tests.Repo.RepoFolder;

namespace Hearth.Tests.Repo;

public sealed class DurabilityTests : IDisposable
{
    private readonly RepoFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_published_is_there_after_a_restart()
    {
        var content = Content(20_000);
        Publication published;
        using (var repo = folder.Open())
        {
            published = await PublishedAsync(repo, "/p/alice/x", content);
        }

        using var reopened = folder.Open();
        Assert.Equal(content, Fetch(reopened, published.VersionedName));
        Assert.Equal(published with { Sha256 = default }, Assert.Single(reopened.List()) with { Sha256 = default });
    }

    [Fact]
    public async Task After_an_end_at_any_step_the_old_or_the_new_version_is_there_whole()
    {
        var images = new Dictionary<PublishStep, RepoFolder>();
        var old = Content(30_000, seed: 1);
        var changed = Content(30_000, seed: 2);
        var recording = false;
        // The quota holds one version and a half, so that the old one goes when the new one is there.
        using (var repo = folder.Open(new RepoOptions { Quota = 50_000, Reached = Copy }))
        {
            await PublishedAsync(repo, "/p/alice/x", old, Noon);
            recording = true;
            await PublishedAsync(repo, "/p/alice/x", changed, Noon.AddMinutes(1));
        }

        Assert.Equal(Enum.GetValues<PublishStep>(), images.Keys);
        foreach (var (step, image) in images)
        {
            using (image)
            using (var repo = image.Open(new RepoOptions { Quota = 50_000 }))
            {
                Assert.Equal(step < PublishStep.Committed ? old : changed, Fetch(repo, Assert.Single(repo.List()).VersionedName));
                Assert.Single(image.Files);
                Assert.Equal(0, repo.Usage().Damaged);
            }
        }

        void Copy(PublishStep step)
        {
            if (recording)
            {
                images[step] = CopyOfFolder();
            }
        }
    }

    // Of a PC whose power was cut in emulation: the write of a commit had torn the sector in which the one before ended.
    [Fact]
    public async Task A_sector_that_the_next_publication_tears_takes_nothing_of_the_one_before()
    {
        const int Sector = 4096;
        using var running = folder.Open();
        var content = Content(30_000);
        var published = await PublishedAsync(running, "/p/alice/x", content);
        using var image = CopyOfFolder();
        using (var log = File.OpenWrite(Path.Join(image.Path, "hearth.db-wal")))
        {
            // Where the next one begins.
            log.Position = log.Length / Sector * Sector;
            log.Write(Content(Sector, seed: 3));
        }

        using var repo = image.Open();

        Assert.Equal(content, Fetch(repo, published.VersionedName));
    }

    [Fact]
    public async Task A_file_is_flushed_before_it_gets_its_name_and_named_before_its_row_is_there()
    {
        var steps = new List<PublishStep>();
        using var repo = folder.Open(new RepoOptions
        {
            Reached = step =>
            {
                steps.Add(step);
                var named = folder.Files.Any(file => file.EndsWith(".packets", StringComparison.Ordinal));
                Assert.Equal(step >= PublishStep.Renamed, named);
            },
        });

        await PublishedAsync(repo, "/p/alice/x", Content(10));

        Assert.Equal(Enum.GetValues<PublishStep>(), steps);
    }

    [Fact]
    public async Task A_second_process_is_refused_in_words()
    {
        using var repo = folder.Open();
        await PublishedAsync(repo, "/p/alice/x", Content(10));

        var refusal = Assert.Throws<IOException>(() => folder.Open());

        Assert.Contains("Another node", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_cut_is_not_served_and_counted()
    {
        var published = await PublishAndCloseAsync();
        var file = Assert.Single(folder.Files);
        using (var stream = File.OpenWrite(file))
        {
            stream.SetLength(stream.Length - 100);
        }

        AssertNotServed(published);
    }

    [Fact]
    public async Task A_file_whose_trailer_changed_is_not_served_and_counted()
    {
        var published = await PublishAndCloseAsync();
        var file = Assert.Single(folder.Files);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        // The lowest byte of the stride: every packet would be read from the wrong place.
        bytes[^53]++;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        AssertNotServed(published);
    }

    [Fact]
    public async Task A_file_of_another_version_is_not_served_in_its_place()
    {
        Publication first;
        using (var repo = folder.Open())
        {
            first = await PublishedAsync(repo, "/p/alice/x", Content(30_000), Noon);
            await PublishedAsync(repo, "/p/alice/y", Content(30_000), Noon);
        }

        var files = folder.Files;
        File.Copy(files[0], files[1] + ".swap");
        File.Copy(files[1], files[0], overwrite: true);
        File.Move(files[1] + ".swap", files[1], overwrite: true);

        AssertNotServed(first);
    }

    [Fact]
    public async Task A_missing_file_is_not_served_and_counted()
    {
        var published = await PublishAndCloseAsync();
        File.Delete(Assert.Single(folder.Files));

        AssertNotServed(published);
    }

    [Fact]
    public async Task A_slot_that_holds_no_packet_is_not_served()
    {
        var published = await PublishAndCloseAsync();
        var file = Assert.Single(folder.Files);
        using (var stream = File.OpenWrite(file))
        {
            stream.Write(new byte[16]);
        }

        AssertNotServed(published);
    }

    // What kill -9 leaves: everything the process has written, flushed or not.
    private RepoFolder CopyOfFolder()
    {
        var image = new RepoFolder();
        Directory.CreateDirectory(image.ContentPath);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "hearth.db*").Concat(folder.Files))
        {
            File.Copy(file, Path.Join(image.Path, Path.GetRelativePath(folder.Path, file)));
        }

        return image;
    }

    private async Task<Publication> PublishAndCloseAsync()
    {
        using var repo = folder.Open();
        return await PublishedAsync(repo, "/p/alice/x", Content(30_000));
    }

    private void AssertNotServed(Publication published)
    {
        using var repo = folder.Open();
        Assert.Equal(RepoAnswer.Nack, Ask(repo, published.VersionedName.AppendSegment(0), out _));
        Assert.Equal(1, repo.Usage().Damaged);
    }
}
