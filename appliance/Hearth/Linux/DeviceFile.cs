using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Linux;

/// <summary>An open device: read(2) and write(2) that never wait, and ioctl(2).</summary>
internal sealed unsafe partial class DeviceFile : SafeHandleMinusOneIsInvalid
{
    // open(2) and fcntl(2), the same on x86-64 and ARM64.
    private const int WriteOnly = 1;
    private const int ReadWrite = 2;
    private const int SetFlags = 4;

    /// <summary>Wraps a descriptor, and closes it in the end.</summary>
    public DeviceFile(int descriptor)
        : base(ownsHandle: true)
    {
        SetHandle(descriptor);
        if (ControlFile(descriptor, SetFlags, LibC.NonBlocking) < 0)
        {
            throw Refused();
        }
    }

    /// <summary>The descriptor's number.</summary>
    public int Descriptor => (int)handle;

    /// <summary>Opens a device.</summary>
    /// <exception cref="IOException">There is none, or it may not be opened.</exception>
    public static DeviceFile Open(string path, FileAccess access)
    {
        var how = access switch { FileAccess.Read => 0, FileAccess.Write => WriteOnly, _ => ReadWrite };
        var descriptor = OpenFile(path, how | LibC.NonBlocking | LibC.CloseOnExec);
        return descriptor >= 0 ? new DeviceFile(descriptor) : throw Refused();
    }

    /// <summary>Asks something of the device; <paramref name="argument"/> is what the request says.</summary>
    /// <returns>What the device returns: 0 or more.</returns>
    /// <exception cref="IOException">It refuses.</exception>
    public int Control(uint request, void* argument)
    {
        int result;
        do
        {
            result = ControlDevice(Descriptor, request, argument);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);
        return result >= 0 ? result : throw Refused();
    }

    /// <summary>Reads what is there.</summary>
    /// <returns>Its length; 0 where nothing is.</returns>
    /// <exception cref="IOException">The device is gone.</exception>
    public int Read(Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            return Done(LibC.Read(Descriptor, first, buffer.Length));
        }
    }

    /// <summary>Writes.</summary>
    /// <exception cref="IOException">The device refuses.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            Done(LibC.Write(Descriptor, first, bytes.Length));
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;

    private static int Done(nint result) => result >= 0 ? (int)result
        : Marshal.GetLastPInvokeError() is LibC.TryAgain or LibC.Interrupted ? 0
        : throw Refused();

    private static IOException Refused() => new(new Win32Exception(Marshal.GetLastPInvokeError()).Message);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlFile(int descriptor, int command, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ControlDevice(int descriptor, nuint request, void* argument);
}
