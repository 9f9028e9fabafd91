using System.Diagnostics;
using System.Formats.Tar;
using Hearth.Protocol;
using Hearth.Updating;
using Hearth.Web;
using Xunit;

namespace Hearth.Tests.Updating;

public sealed class UpdateArchiveTests : IDisposable
{
    private const long Plenty = 1 << 20;

    private static readonly string LongPath = $"deltas/{new string('a', 64)}-{new string('b', 64)}";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hearth-archive-");

    private string Out => Path.Join(folder.FullName, "out");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(TarEntryFormat.Gnu, "chunks/one")]
    [InlineData(TarEntryFormat.Gnu, "deltas/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    [InlineData(TarEntryFormat.Ustar, "targets/stable/a-vendor-with-a-name/a-board-with-a-long-name/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bundle")]
    [InlineData(TarEntryFormat.Ustar, "./metadata/timestamp.json")]
    public async Task It_reads_what_the_framework_writes(TarEntryFormat format, string path)
    {
        byte[] content = [.. Enumerable.Range(0, 1300).Select(i => (byte)i)];

        Assert.True(await UnpackAsync(Archive((format, TarEntryType.RegularFile, path, content)), Plenty));

        Assert.Equal(content, File.ReadAllBytes(Path.Join(Out, path)));
    }

    [Fact]
    public async Task It_reads_what_GNU_tar_writes()
    {
        foreach (var path in new[] { LongPath, "metadata/timestamp.json" })
        {
            var file = Path.Join(folder.FullName, "in", path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, path);
        }

        using (var tar = Process.Start("tar", ["--format=gnu", "-C", Path.Join(folder.FullName, "in"), "-cf", Path.Join(folder.FullName, "tar"), "."]))
        {
            await tar.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.True(await UnpackAsync(File.ReadAllBytes(Path.Join(folder.FullName, "tar")), Plenty));
        Assert.Equal(LongPath, File.ReadAllText(Path.Join(Out, LongPath)));
    }

    [Fact]
    public async Task Cut_off_anywhere_it_is_no_archive()
    {
        var whole = Archive((TarEntryFormat.Gnu, TarEntryType.RegularFile, LongPath, new byte[700]), (TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/b", new byte[3]));
        var end = whole.Length - 1024;

        for (var length = 0; length < end; length += 128)
        {
            Assert.False(await UnpackAsync(whole[..length], Plenty), $"{length} bytes");
        }

        Assert.True(await UnpackAsync(whole, Plenty));
    }

    [Theory]
    [InlineData(TarEntryType.RegularFile, "../escaped")]
    [InlineData(TarEntryType.RegularFile, "chunks/../../escaped")]
    [InlineData(TarEntryType.RegularFile, "/chunks/a")]
    [InlineData(TarEntryType.RegularFile, "elsewhere/a")]
    [InlineData(TarEntryType.SymbolicLink, "chunks/a")]
    [InlineData(TarEntryType.HardLink, "chunks/a")]
    [InlineData(TarEntryType.CharacterDevice, "chunks/a")]
    public async Task What_is_no_file_of_a_repository_makes_it_none(TarEntryType type, string path)
    {
        Assert.False(await UnpackAsync(Archive((TarEntryFormat.Gnu, type, path, [])), Plenty));
        Assert.Empty(folder.EnumerateFiles("escaped", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_header_that_was_changed_is_found_out()
    {
        var archive = Archive((TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/a", new byte[10]));
        for (var at = 0; at < 512; at++)
        {
            var changed = archive.ToArray();
            changed[at] ^= 1;
            // The checksum's last byte says nothing.
            Assert.True(at == 155 || !await UnpackAsync(changed, Plenty), $"byte {at}");
        }
    }

    [Fact]
    public async Task It_takes_no_more_than_it_may_and_counts_small_files_as_what_they_take()
    {
        var large = Archive((TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/a", new byte[8193]));
        Assert.False(await UnpackAsync(large, 8192));
        Assert.True(await UnpackAsync(large, 8193));

        var many = Archive([.. Enumerable.Range(0, 3).Select(i => (TarEntryFormat.Gnu, TarEntryType.RegularFile, $"chunks/{i}", Array.Empty<byte>()))]);
        Assert.False(await UnpackAsync(many, (3 * 4096) - 1));
        Assert.True(await UnpackAsync(many, 3 * 4096));

        var deep = Archive((TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/b/c/d", []));
        Assert.False(await UnpackAsync(deep, (3 * 4096) - 1));
        Assert.True(await UnpackAsync(deep, 3 * 4096));
    }

    [Theory]
    [InlineData("chunks/a/b", "chunks/a")]
    [InlineData("chunks/a", "chunks/a/b")]
    [InlineData("metadata/timestamp.json/a", "metadata/timestamp.json")]
    public async Task What_is_a_file_and_a_folder_is_no_update(params string[] paths)
    {
        var archive = Archive([.. paths.Select(path => (TarEntryFormat.Gnu, TarEntryType.RegularFile, path, Array.Empty<byte>()))]);

        Assert.Equal(UpdateAnswer.NoUpdateFile, await TakeAsync(new MemoryStream(archive)));

        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task Nothing_stays_of_an_upload_that_its_owner_breaks_off()
    {
        var archive = Archive((TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/a", new byte[10]), (TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/b", new byte[10]));

        await Assert.ThrowsAsync<OperationCanceledException>(() => TakeAsync(new BrokenOff(archive[..1536])));

        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task A_full_disk_is_said_as_one()
    {
        Directory.CreateDirectory(Path.Join(Out, "chunks"));
        File.CreateSymbolicLink(Path.Join(Out, "chunks/a"), "/dev/full");

        var failure = await Assert.ThrowsAsync<IOException>(() => UnpackAsync(Archive((TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/a", new byte[10])), Plenty));

        Assert.Equal(UpdateRound.NoSpaceLeft, failure.HResult);
    }

    private Task<bool> UnpackAsync(byte[] archive, long mostBytes) =>
        UpdateArchive.TryUnpackAsync(new MemoryStream(archive), Out, mostBytes, TestContext.Current.CancellationToken);

    private Task<UpdateAnswer> TakeAsync(Stream archive) =>
        new BroughtFile(Out, new Channel("stable", "test/board", "1", DateTimeOffset.UnixEpoch, Name.Parse("/u/hearth"), null)).TakeAsync(archive, TestContext.Current.CancellationToken);

    private static byte[] Archive(params (TarEntryFormat Format, TarEntryType Type, string Path, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, leaveOpen: true))
        {
            foreach (var (format, type, path, content) in entries)
            {
                TarEntry entry = format == TarEntryFormat.Gnu ? new GnuTarEntry(type, path) : new UstarTarEntry(type, path);
                if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
                {
                    entry.LinkName = "/etc/passwd";
                }
                else if (type == TarEntryType.RegularFile)
                {
                    entry.DataStream = new MemoryStream(content);
                }

                tar.WriteEntry(entry);
            }
        }

        return bytes.ToArray();
    }

    // As a request's body whose sender has gone.
    private sealed class BrokenOff(byte[] first) : MemoryStream(first)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var size ? size : throw new OperationCanceledException();
    }
}
