using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Hearth.Identity.State;

/// <summary>fsync of a folder, which the framework does not offer: it makes renames and new names in it durable.</summary>
internal static partial class FolderSync
{
    // open(2) on Linux, all architectures that .NET runs on: O_RDONLY is 0, O_CLOEXEC is 02000000.
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>Waits until the folder's entries are on the disk.</summary>
    public static void Flush(string path)
    {
        var descriptor = Open(path, ReadOnlyCloseOnExec);
        if (descriptor < 0)
        {
            throw new IOException($"Cannot open {path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }

        try
        {
            if (Fsync(descriptor) != 0)
            {
                throw new IOException($"Cannot sync {path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
