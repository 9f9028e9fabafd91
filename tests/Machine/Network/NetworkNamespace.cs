using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Tests.Machine.Network;

/// <summary>Sockets in another process's network. A socket stays in the network that it was made in.</summary>
internal static partial class NetworkNamespace
{
    // CLONE_NEWNET, linux/sched.h.
    private const int NewNet = 0x4000_0000;

    /// <summary>Opens a socket on a thread that moves there and ends.</summary>
    public static Socket OpenSocket(int process, AddressFamily family, SocketType type, ProtocolType protocol)
    {
        Socket? socket = null;
        Exception? fault = null;
        var traveller = new Thread(() =>
        {
            try
            {
                using var network = File.OpenHandle($"/proc/{process}/ns/net");
                if (SetNamespace(network, NewNet) != 0)
                {
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                }

                socket = new Socket(family, type, protocol);
            }
            catch (Exception thrown)
            {
                fault = thrown;
            }
        });
        traveller.Start();
        traveller.Join();
        return socket ?? throw new InvalidOperationException("There is no socket in the network of the tests.", fault);
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle handle, int kind);
}
