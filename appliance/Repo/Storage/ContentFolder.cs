using System.Runtime.InteropServices;

namespace Hearth.Repo.Storage;

/// <summary>The folder of packet files. Its entries are on the disk once <see cref="Flush"/> returns.</summary>
internal sealed partial class ContentFolder : IDisposable
{
    private const string TemporarySuffix = ".new";
    private const string PacketsSuffix = ".packets";

    // O_RDONLY | O_CLOEXEC, the same number on x86-64 and ARM64; O_DIRECTORY is not.
    private const int ReadOnlyCloseOnExec = 0x80000;

    private readonly string path;
    private readonly FileStream ownership;
    private readonly Func<(long Free, long All)> disk;

    private ContentFolder(string path, FileStream ownership, Func<(long Free, long All)>? disk)
    {
        this.path = path;
        this.ownership = ownership;
        this.disk = disk ?? Disk;
    }

    /// <summary>Makes the folder if it is missing, and holds it for this process alone.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="disk">Bytes that are free on its disk, and all that it has; null asks it.</param>
    /// <exception cref="IOException">Another process holds it.</exception>
    public static ContentFolder Open(string path, Func<(long Free, long All)>? disk = null)
    {
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            // FileShare.None is flock(2) here: it goes with the process, however that ends.
            return new ContentFolder(path, new FileStream(Path.Join(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), disk);
        }
        catch (IOException held) when (File.Exists(Path.Join(path, ".lock")))
        {
            throw new IOException($"Another node publishes from {path}. Stop it first, or choose another state folder.", held);
        }
    }

    /// <summary>Bytes that may still be written, if so many are to be left to others; those, on a small disk, are an eighth of it.</summary>
    public long FreeBeside(long kept)
    {
        var (free, all) = disk();
        return free - Math.Min(kept, all / 8);
    }

    /// <summary>A name that no packet file has.</summary>
    public static string NewFileName() => $"{Guid.NewGuid():N}{PacketsSuffix}";

    /// <summary>Where a finished packet file is.</summary>
    public string PathOf(string file) => Path.Join(path, file);

    /// <summary>Where a packet file is while it is written.</summary>
    public string TemporaryPathOf(string file) => Path.Join(path, file + TemporarySuffix);

    /// <summary>Gives a written file its name; the folder still has to be flushed.</summary>
    public void Finish(string file) => File.Move(TemporaryPathOf(file), PathOf(file));

    /// <summary>Deletes a file, finished or not; the folder still has to be flushed.</summary>
    public void Delete(string file)
    {
        File.Delete(PathOf(file));
        File.Delete(TemporaryPathOf(file));
    }

    /// <summary>Deletes every file that is not in <paramref name="known"/> and returns how many.</summary>
    public int DeleteOrphans(IReadOnlySet<string> known)
    {
        var orphans = Directory.EnumerateFiles(path)
            .Where(file => file.EndsWith(PacketsSuffix, StringComparison.Ordinal) || file.EndsWith(TemporarySuffix, StringComparison.Ordinal))
            .Where(file => !known.Contains(Path.GetFileName(file)))
            .ToList();
        orphans.ForEach(File.Delete);
        if (orphans.Count > 0)
        {
            Flush();
        }

        return orphans.Count;
    }

    /// <summary>Waits until the folder's entries are on the disk.</summary>
    public void Flush()
    {
        var folder = OpenFolder(path, ReadOnlyCloseOnExec);
        if (folder < 0)
        {
            throw new IOException($"{path} cannot be opened (errno {Marshal.GetLastPInvokeError()}).");
        }

        var result = Fsync(folder);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(folder);
        if (result != 0)
        {
            throw new IOException($"{path} cannot be flushed (errno {error}).");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => ownership.Dispose();

    // .NET opens no folders; fsync(2) of one is what makes a rename last.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    private (long Free, long All) Disk()
    {
        var drive = new DriveInfo(path);
        return (drive.AvailableFreeSpace, drive.TotalSize);
    }
}
