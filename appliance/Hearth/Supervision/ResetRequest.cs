namespace Hearth.Supervision;

/// <summary>
/// The file by which a factory reset is asked of init: it erases the data partition at the next start, before anything
/// is mounted. It lies on the boot partition, preallocated, and is overwritten in place, so that no power cut can harm
/// what is beside it.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class ResetRequest(string path)
{
    private static ReadOnlySpan<byte> Word => "erase\n"u8;

    /// <summary>Where it lies.</summary>
    public string Path => path;

    /// <summary>Whether a reset is asked for; false where the file cannot be read.</summary>
    public bool IsSet
    {
        get
        {
            try
            {
                using var file = File.OpenHandle(path);
                Span<byte> start = stackalloc byte[Word.Length];
                return RandomAccess.Read(file, start, fileOffset: 0) == start.Length && start.SequenceEqual(Word);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>Asks; on the disk when this returns.</summary>
    /// <exception cref="IOException">The file is not there, or cannot be written.</exception>
    public void Set()
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.Write(file, Word, fileOffset: 0);
            RandomAccess.FlushToDisk(file);
        }
        catch (UnauthorizedAccessException refusal)
        {
            throw new IOException(refusal.Message, refusal);
        }
    }
}
