using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Hearth.Linux;

namespace Hearth.Network;

/// <summary>
/// Follows the machine's network interfaces by the kernel's own news (rtnetlink(7)): nothing is polled. News only say
/// that something changed; what there is is then read anew, so that lost news do no harm.
/// </summary>
internal sealed unsafe class LinkWatcher : IReady, IDisposable
{
    private const ushort GetLink = 18;
    private const ushort GetAddress = 22;
    private const ushort RequestDump = 0x301;
    private const uint GroupLink = 0x1;
    private const uint GroupAddress4 = 0x10;
    private const uint GroupAddress6 = 0x100;
    private const int RequestSize = 20;

    // Beyond a page's worth of attributes the kernel starts another message (netlink(7) recommends 8 KB at least).
    private const int BufferSize = 32 * 1024;

    // While interfaces change the answer is spoilt; more often than this in a row nobody reconfigures a network.
    private const int Attempts = 8;

    // News that are thrown away at a time, so that a flapping interface does not keep the loop from everything else.
    private const int NewsPerEvent = 64;

    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
    private readonly EventLoop loop;
    private readonly int news;
    private readonly int slot;

    /// <summary>Reads what there is, and watches from then on.</summary>
    /// <exception cref="IOException">The kernel gives no such socket.</exception>
    public LinkWatcher(EventLoop loop)
    {
        this.loop = loop;
        news = Open(GroupLink | GroupAddress4 | GroupAddress6, LibC.NonBlocking);
        try
        {
            Links = Read();
            slot = loop.Add(news, this);
        }
        catch (IOException)
        {
            _ = LibC.Close(news);
            throw;
        }
    }

    /// <summary>Called on the loop's thread when <see cref="Links"/> changed.</summary>
    public Action? Changed { get; set; }

    /// <summary>The interfaces, by index.</summary>
    public IReadOnlyList<NetworkLink> Links { get; private set; }

    /// <inheritdoc/>
    public void OnReady(bool readable, bool writable)
    {
        for (var i = 0; i < NewsPerEvent && (Receive(news) >= 0 || Marshal.GetLastPInvokeError() == LibC.NoBuffers); i++)
        {
        }

        var links = Read();
        if (!links.SequenceEqual(Links))
        {
            Links = links;
            Changed?.Invoke();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        loop.Remove(slot, news);
        _ = LibC.Close(news);
    }

    private static int Open(uint groups, int flags)
    {
        var socket = LibC.Socket(LibC.NetlinkFamily, LibC.RawSocket | LibC.CloseOnExec | flags, 0);
        if (socket < 0)
        {
            throw new IOException($"the kernel does not tell of network interfaces ({LastError()})");
        }

        // struct sockaddr_nl.
        var address = stackalloc byte[12];
        new Span<byte>(address, 12).Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(new Span<byte>(address, 2), LibC.NetlinkFamily);
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(address + 8, 4), groups);
        if (LibC.Bind(socket, address, 12) < 0)
        {
            _ = LibC.Close(socket);
            throw new IOException($"the kernel does not tell of network interfaces ({LastError()})");
        }

        return socket;
    }

    private static string LastError() => new Win32Exception(Marshal.GetLastPInvokeError()).Message;

    private IReadOnlyList<NetworkLink> Read()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var table = new LinkTable();
            if (TryDump(GetLink, table) && TryDump(GetAddress, table))
            {
                return table.Links;
            }
        }

        return Links ?? [];
    }

    private bool TryDump(ushort type, LinkTable table)
    {
        // The kernel writes its answer as it is read: this waits for nobody.
        var socket = Open(groups: 0, flags: 0);
        try
        {
            var progress = Ask(socket, type) ? LinkTableProgress.More : LinkTableProgress.Spoilt;
            while (progress == LinkTableProgress.More)
            {
                progress = Receive(socket) is > 0 and var size ? table.Take(buffer.AsSpan(0, (int)size)) : LinkTableProgress.Spoilt;
            }

            return progress == LinkTableProgress.Complete;
        }
        finally
        {
            // What is left of a spoilt answer goes with it.
            _ = LibC.Close(socket);
        }
    }

    private static bool Ask(int socket, ushort type)
    {
        // struct nlmsghdr, then struct rtgenmsg with the family "all".
        var request = stackalloc byte[RequestSize];
        var fields = new Span<byte>(request, RequestSize);
        fields.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(fields, RequestSize);
        BinaryPrimitives.WriteUInt16LittleEndian(fields[4..], type);
        BinaryPrimitives.WriteUInt16LittleEndian(fields[6..], RequestDump);
        return LibC.Send(socket, request, RequestSize, 0) == RequestSize;
    }

    private nint Receive(int socket)
    {
        fixed (byte* first = buffer)
        {
            return LibC.Receive(socket, first, BufferSize, 0);
        }
    }
}
