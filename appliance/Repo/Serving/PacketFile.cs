using Hearth.Protocol;
using Hearth.Protocol.Tlv;
using Hearth.Repo.Publishing;
using Hearth.Repo.Storage;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Repo.Serving;

/// <summary>A packet file that is open for reading, by several threads at once.</summary>
internal sealed class PacketFile : IDisposable
{
    private readonly SafeFileHandle handle;
    private int users = 1;

    private PacketFile(SafeFileHandle handle, StoredPublication stored, PacketLayout layout)
    {
        this.handle = handle;
        Stored = stored;
        Layout = layout;
        VersionedName = stored.Publication.VersionedName;
    }

    /// <summary>The row.</summary>
    public StoredPublication Stored { get; }

    /// <summary>The name with its version.</summary>
    public Name VersionedName { get; }

    /// <summary>Where the packets are.</summary>
    public PacketLayout Layout { get; }

    /// <summary>Opens a file; null when it is not there or not whole.</summary>
    public static PacketFile? TryOpen(string path, StoredPublication stored)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
            var length = RandomAccess.GetLength(handle);
            Span<byte> trailer = stackalloc byte[PacketFileTrailer.Size];
            if (length >= trailer.Length
                && RandomAccess.Read(handle, trailer, length - trailer.Length) == trailer.Length
                && PacketFileTrailer.TryRead(trailer, stored.Publication.VersionedName, length, out var layout))
            {
                var file = new PacketFile(handle, stored, layout);
                handle = null;
                return file;
            }
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            // Not there, or the disk cannot read it: not whole either way.
        }
        finally
        {
            handle?.Dispose();
        }

        return null;
    }

    /// <summary>Keeps the file open until <see cref="Dispose"/>, whatever other users do. Called under the cache's lock.</summary>
    public void AddUser() => Interlocked.Increment(ref users);

    /// <summary>Reads a segment into <paramref name="destination"/> and returns its size; 0 when it cannot be read.</summary>
    public int ReadSegment(long segment, Span<byte> destination) => ReadSlot(segment, destination);

    /// <summary>Reads a segment of the manifest into <paramref name="destination"/>; 0 when it cannot be read.</summary>
    public int ReadManifest(long segment, Span<byte> destination) => ReadSlot(Layout.Segments + segment, destination);

    /// <summary>Ends one use; the last one closes the file.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref users) == 0)
        {
            handle.Dispose();
        }
    }

    private int ReadSlot(long slot, Span<byte> destination)
    {
        int read;
        try
        {
            read = RandomAccess.Read(handle, destination[..Layout.Stride], slot * Layout.Stride);
        }
        catch (IOException)
        {
            return 0;
        }

        if (TlvReader.TryReadHeader(destination[..read], out var type, out var length, out var header) != ParseError.None
            || type != TlvType.Data || length > (ulong)(read - header))
        {
            return 0;
        }

        return header + (int)length;
    }
}
