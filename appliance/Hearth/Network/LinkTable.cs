using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Hearth.Network;

/// <summary>
/// The machine's interfaces and their addresses, read from the kernel's answers (rtnetlink(7)): pure, bytes in.
/// </summary>
internal sealed class LinkTable
{
    // include/uapi/linux/netlink.h, rtnetlink.h, if_link.h, if_addr.h.
    private const int HeaderSize = 16;
    private const int LinkHeaderSize = 16;
    private const int AddressHeaderSize = 8;
    private const ushort Error = 2;
    private const ushort Done = 3;
    private const ushort NewLink = 16;
    private const ushort NewAddress = 20;
    private const ushort DumpInterrupted = 0x10;
    private const ushort LinkName = 3;
    private const ushort AddressAttribute = 1;
    private const ushort LocalAttribute = 2;
    private const ushort FlagsAttribute = 8;
    private const byte InterNetwork = 2;
    private const byte InterNetwork6 = 10;

    // Still being checked for duplicates, found to be one, or no longer to be used.
    private const uint NotInUse = 0x40 | 0x08 | 0x20;

    private readonly SortedDictionary<int, NetworkLink> links = [];
    private readonly List<(int Index, LinkAddress Address)> addresses = [];

    /// <summary>The interfaces, by index.</summary>
    public IReadOnlyList<NetworkLink> Links => [.. links.Values.Select(link => link with { Addresses = AddressesOf(link.Index) })];

    /// <summary>Takes the messages of one receive.</summary>
    /// <returns>What they say of the answer as a whole.</returns>
    public LinkTableProgress Take(ReadOnlySpan<byte> messages)
    {
        while (messages.Length >= HeaderSize)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(messages);
            if (size < HeaderSize || size > messages.Length)
            {
                return LinkTableProgress.Spoilt;
            }

            var type = BinaryPrimitives.ReadUInt16LittleEndian(messages[4..]);
            var flags = BinaryPrimitives.ReadUInt16LittleEndian(messages[6..]);
            if (type == Error || (flags & DumpInterrupted) != 0)
            {
                return LinkTableProgress.Spoilt;
            }

            if (type == Done)
            {
                return LinkTableProgress.Complete;
            }

            Take(type, messages[HeaderSize..(int)size]);
            messages = messages[Math.Min(Aligned((int)size), messages.Length)..];
        }

        return LinkTableProgress.More;
    }

    private void Take(ushort type, ReadOnlySpan<byte> body)
    {
        if (type == NewLink && body.Length >= LinkHeaderSize)
        {
            var index = BinaryPrimitives.ReadInt32LittleEndian(body[4..]);
            var name = Encoding.ASCII.GetString(Find(body[LinkHeaderSize..], LinkName).TrimEnd((byte)0));
            links[index] = new NetworkLink(index, name, (LinkFlags)BinaryPrimitives.ReadUInt32LittleEndian(body[8..]) & LinkFlags.All, []);
        }
        else if (type == NewAddress && body.Length >= AddressHeaderSize)
        {
            TakeAddress(body);
        }
    }

    private void TakeAddress(ReadOnlySpan<byte> body)
    {
        var attributes = body[AddressHeaderSize..];
        var flags = Find(attributes, FlagsAttribute) is { Length: sizeof(uint) } long32 ? BinaryPrimitives.ReadUInt32LittleEndian(long32) : body[2];

        // Of a pair of addresses the local one is this machine's; without peer there is only one.
        var local = Find(attributes, LocalAttribute);
        var bytes = local.IsEmpty ? Find(attributes, AddressAttribute) : local;
        var fits = (body[0], bytes.Length) is (InterNetwork, 4) or (InterNetwork6, 16);
        if (fits && body[1] <= bytes.Length * 8 && (flags & NotInUse) == 0)
        {
            addresses.Add((BinaryPrimitives.ReadInt32LittleEndian(body[4..]), new LinkAddress(new IPAddress(bytes), body[1])));
        }
    }

    private List<LinkAddress> AddressesOf(int index) => addresses.FindAll(entry => entry.Index == index).ConvertAll(entry => entry.Address);

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> attributes, ushort wanted)
    {
        while (attributes.Length >= 4)
        {
            var size = BinaryPrimitives.ReadUInt16LittleEndian(attributes);
            if (size < 4 || size > attributes.Length)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(attributes[2..]) == wanted)
            {
                return attributes[4..size];
            }

            attributes = attributes[Math.Min(Aligned(size), attributes.Length)..];
        }

        return default;
    }

    private static int Aligned(int size) => (size + 3) & ~3;
}
