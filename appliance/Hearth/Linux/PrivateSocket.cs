using System.Net.Sockets;

namespace Hearth.Linux;

/// <summary>Unix stream sockets that only their own user can open.</summary>
internal static class PrivateSocket
{
    /// <summary>Connections that wait to be accepted: a handful of processes, at their start.</summary>
    private const int Backlog = 8;

    /// <summary>Listens at a path, in place of a socket that a dead process left there.</summary>
    /// <returns>Null where another process listens there already.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static Socket? Listen(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Answers(path))
        {
            return null;
        }

        File.Delete(path);

        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            // Before it listens, nobody can connect: the mode is there in time.
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen(Backlog);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

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
