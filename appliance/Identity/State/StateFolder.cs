namespace Hearth.Identity.State;

/// <summary>
/// The file operations from which durable state is made, each a step that a power cut can come before. Files are
/// 0600 and folders 0700 from the moment they exist.
/// </summary>
/// <param name="path">The folder that all names are in; made, with its parents, where it is missing.</param>
/// <param name="beforeStep">Is told of every step before it is taken; tests cut the power there.</param>
public sealed class StateFolder(string path, Action<string>? beforeStep = null)
{
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnlyFile | UnixFileMode.UserExecute;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    /// <summary>Where <paramref name="name"/> is.</summary>
    public string PathOf(string name) => Path.Join(path, name);

    /// <summary>Makes a folder.</summary>
    public void CreateFolder(string name)
    {
        Directory.CreateDirectory(path, OwnerOnlyFolder);
        BeforeStep($"mkdir {name}");
        Directory.CreateDirectory(PathOf(name), OwnerOnlyFolder);
    }

    /// <summary>Writes a file that does not exist yet, and waits until its bytes are on the disk.</summary>
    public void WriteNew(string name, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(path, OwnerOnlyFolder);
        BeforeStep($"create {name}");
        using var file = new FileStream(PathOf(name), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnlyFile,
            BufferSize = 0,
        });
        BeforeStep($"write {name}");
        file.Write(bytes);
        BeforeStep($"fsync {name}");
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Replaces a file, or makes it: either the whole old or the whole new one is there at any time, whichever processes
    /// do so at once.
    /// </summary>
    public void Replace(string name, ReadOnlySpan<byte> bytes)
    {
        var temporary = $"{name}.{Environment.ProcessId}.new";
        Directory.CreateDirectory(path, OwnerOnlyFolder);
        File.Delete(PathOf(temporary));
        WriteNew(temporary, bytes);
        BeforeStep($"rename {temporary} {name}");
        File.Move(PathOf(temporary), PathOf(name), overwrite: true);
        Sync();
    }

    /// <summary>Deletes a file, where it exists, and waits until it is gone from the disk.</summary>
    public void Delete(string name)
    {
        if (File.Exists(PathOf(name)))
        {
            BeforeStep($"unlink {name}");
            File.Delete(PathOf(name));
            Sync();
        }
    }

    /// <summary>Renames a folder to a name that is free.</summary>
    public void RenameFolder(string from, string to)
    {
        BeforeStep($"rename {from} {to}");
        Directory.Move(PathOf(from), PathOf(to));
    }

    /// <summary>Waits until the entries of a folder are on the disk; without a name, of this folder itself.</summary>
    public void Sync(string name = "")
    {
        BeforeStep($"fsync {(name.Length == 0 ? "." : name)}");
        FolderSync.Flush(PathOf(name));
    }

    /// <summary>
    /// Overwrites and deletes every file of a folder, then the folder, where it exists. On flash the old cells may
    /// outlive the overwriting until the card reuses them.
    /// </summary>
    public void EraseFolder(string name)
    {
        if (!Directory.Exists(PathOf(name)))
        {
            return;
        }

        foreach (var file in Directory.GetFiles(PathOf(name)).Order(StringComparer.Ordinal))
        {
            BeforeStep($"overwrite {name}/{Path.GetFileName(file)}");
            using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write))
            {
                stream.Write(new byte[stream.Length]);
                stream.Flush(flushToDisk: true);
            }

            BeforeStep($"unlink {name}/{Path.GetFileName(file)}");
            File.Delete(file);
        }

        BeforeStep($"rmdir {name}");
        Directory.Delete(PathOf(name));
        Sync();
    }

    /// <summary>Whether anyone but the owner has any right on <paramref name="name"/>.</summary>
    public bool OthersHaveRights(string name) => (File.GetUnixFileMode(PathOf(name)) & Others) != 0;

    private void BeforeStep(string step) => beforeStep?.Invoke(step);
}
