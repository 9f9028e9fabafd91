using System.Globalization;

namespace Hearth.Updating;

/// <summary>
/// Files of a repository that the node fetched, to be had by neighbours: in a folder that is laid out as the repository is.
/// Objects are those of the newest release that was fetched, and all of it together has a bound; what came beyond is counted
/// and not kept. It survives a restart, as the next version serves what this one fetched. From any thread.
/// </summary>
/// <param name="folder">The folder; made when something is kept.</param>
/// <param name="mostBytes">The bound.</param>
internal sealed class UpdateShelf(string folder, long mostBytes)
{
    /// <summary>A full update twice over, with the deltas that others need.</summary>
    public const long UsualBytes = 64L << 20;

    private readonly Lock writing = new();
    private long notKept;

    /// <summary>Files that found no room.</summary>
    public long NotKept => Interlocked.Read(ref notKept);

    /// <summary>Bytes that are kept at most.</summary>
    public long MostBytes => mostBytes;

    /// <summary>Bytes that are kept.</summary>
    public long Bytes
    {
        get
        {
            var bytes = 0L;
            foreach (var file in Files(""))
            {
                bytes += file.Length;
            }

            return bytes;
        }
    }

    /// <summary>Where objects are while they come.</summary>
    public string Unfinished => Path.Join(folder, "unfinished");

    /// <summary>The file of a path; null where it is not kept.</summary>
    public string? Find(string path)
    {
        var file = Path.Join(folder, path);
        return UpdatePath.IsValid(path) && File.Exists(file) ? file : null;
    }

    /// <summary>Keeps a small file, and lets go what it replaces: a release's objects when the next release's manifest comes.</summary>
    public void Keep(string path, ReadOnlySpan<byte> content)
    {
        lock (writing)
        {
            if (!HasRoom(path, content.Length))
            {
                return;
            }

            if (path.EndsWith(".bundle", StringComparison.Ordinal) && Find(path) is null)
            {
                Forget("targets");
                Forget("chunks");
                Forget("deltas");
            }

            var file = Path.Join(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file + ".new", content);
            File.Move(file + ".new", file, overwrite: true);
            ForgetOlder(path);
        }
    }

    /// <summary>Keeps a file that lies beside the shelf: it is moved there.</summary>
    /// <returns>Where it is now; null where there is no room for it.</returns>
    public string? Adopt(string path, string file)
    {
        lock (writing)
        {
            if (!HasRoom(path, new FileInfo(file).Length))
            {
                return null;
            }

            var to = Path.Join(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Move(file, to, overwrite: true);
            return to;
        }
    }

    /// <summary>Lets go a file that is not what its name says.</summary>
    public void Drop(string path)
    {
        if (Find(path) is { } file)
        {
            File.Delete(file);
        }
    }

    private bool HasRoom(string path, long size)
    {
        if (UpdatePath.IsValid(path) && Bytes + size <= mostBytes)
        {
            return true;
        }

        Interlocked.Increment(ref notKept);
        return false;
    }

    private void Forget(string part)
    {
        var path = Path.Join(folder, part);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    // Of metadata with a version in its name the newest is kept, and every root: devices that missed some need them all.
    private void ForgetOlder(string path)
    {
        if (!TrySplit(Path.GetFileName(path), out var version, out var role) || role == "root.json" || !path.StartsWith("metadata/", StringComparison.Ordinal))
        {
            return;
        }

        foreach (var file in Files("metadata"))
        {
            if (TrySplit(file.Name, out var other, out var otherRole) && otherRole == role && other < version)
            {
                file.Delete();
            }
        }
    }

    private static bool TrySplit(string name, out long version, out string role)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        role = dot < 0 ? "" : name[(dot + 1)..];
        return long.TryParse(name.AsSpan(0, Math.Max(0, dot)), NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }

    private FileInfo[] Files(string part)
    {
        var path = new DirectoryInfo(Path.Join(folder, part));
        return path.Exists ? path.GetFiles("*", SearchOption.AllDirectories) : [];
    }
}
