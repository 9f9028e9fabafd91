using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Hearth.Linux;

/// <summary>Unix stream sockets that only those can open who should.</summary>
internal static partial class SocketFile
{
    /// <summary>Their own user can open it.</summary>
    public const UnixFileMode OfUser = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Their group can, too.</summary>
    public const UnixFileMode OfGroup = OfUser | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Connections that wait to be accepted: a handful of processes, at their start.</summary>
    private const int Backlog = 8;

    /// <summary>-1 of chown(2): the user stays.</summary>
    private const uint KeepUser = uint.MaxValue;

    /// <summary>Listens at a path, in place of a socket that a dead process left there.</summary>
    /// <param name="path">Where.</param>
    /// <param name="mode">Who can open it.</param>
    /// <param name="group">Its group; null for the folder's.</param>
    /// <returns>Null where another process listens there already.</returns>
    /// <exception cref="IOException">The folder cannot be written, or this process may not give the group.</exception>
    public static Socket? Listen(string path, UnixFileMode mode = OfUser, uint? group = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Answers(path))
        {
            return null;
        }

        File.Delete(path);
        if (mode == OfGroup && group is null)
        {
            GiveGroup(Path.GetDirectoryName(path)!);
        }

        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            // Before it listens, nobody can connect: the mode is there in time.
            if (group is { } other && ChangeOwner(path, KeepUser, other) != 0)
            {
                throw new IOException($"{path} cannot be given to group {other}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
            }

            File.SetUnixFileMode(path, mode);
            listener.Listen(Backlog);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>What is made in the folder gets the folder's group (the set-group-ID bit, inode(7)), whatever this process's own is.</summary>
    private static void GiveGroup(string folder)
    {
        try
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.SetGroup);
        }
        catch (UnauthorizedAccessException)
        {
            // Whose folder it is has decided: the socket has this process's group then.
        }
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    private static bool Answers(string path)
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
