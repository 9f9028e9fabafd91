using System.Runtime.InteropServices;
using Hearth.Updates.Slots;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Updating;

/// <summary>A partition, or sectors of one, by its device. Stays open until the process ends or it is disposed of.</summary>
internal sealed partial class BlockDeviceFile : IBlockDevice, IDisposable
{
    /// <summary>POSIX_FADV_DONTNEED, the same on x86-64 and ARM64.</summary>
    private const int DontNeed = 4;

    private readonly SafeFileHandle file;

    /// <param name="path">The device.</param>
    /// <param name="access">Whether it is written too.</param>
    /// <exception cref="IOException">It is not there, or may not be opened.</exception>
    public BlockDeviceFile(string path, FileAccess access = FileAccess.ReadWrite)
    {
        try
        {
            file = File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite);
        }
        catch (UnauthorizedAccessException refusal)
        {
            throw new IOException(refusal.Message, refusal);
        }

        // A block device has no length by fstat(2): its end is where seeking ends.
        Length = Seek(file, 0, SeekOrigin.End);
    }

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public void Read(long offset, Span<byte> buffer)
    {
        for (var done = 0; done < buffer.Length;)
        {
            var size = RandomAccess.Read(file, buffer[done..], offset + done);
            done += size > 0 ? size : throw new IOException("the device ends early");
        }
    }

    /// <inheritdoc/>
    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(file, bytes, offset);

    /// <inheritdoc/>
    public void Flush()
    {
        RandomAccess.FlushToDisk(file);
        // What is read next comes from the medium, and not from the kernel's memory of what was written.
        Advise(file, 0, 0, DontNeed);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, SeekOrigin from);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);
}
