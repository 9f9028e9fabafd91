using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Hearth.Discovery.Dns;

/// <summary>Reads the parts of a DNS message. Any bytes may be given; what is malformed gives false.</summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> message = message;
    private int position;

    public readonly bool AtEnd => position == message.Length;

    public bool TryReadNumber(out ushort number)
    {
        if (message.Length - position < 2)
        {
            number = 0;
            return false;
        }

        number = BinaryPrimitives.ReadUInt16BigEndian(message[position..]);
        position += 2;
        return true;
    }

    public bool TryReadName([NotNullWhen(true)] out DnsName? name) => TryReadName(ref position, out name);

    public bool TryReadQuestion([NotNullWhen(true)] out DnsQuestion? question)
    {
        question = null;
        if (!TryReadName(out var name) || !TryReadNumber(out var type) || !TryReadNumber(out var @class))
        {
            return false;
        }

        question = new DnsQuestion(name, type, UnicastResponse: (@class & DnsMessage.TopBit) != 0, (ushort)(@class & ~DnsMessage.TopBit));
        return true;
    }

    public bool TryReadRecord([NotNullWhen(true)] out DnsRecord? record)
    {
        record = null;
        if (!TryReadName(out var name) || !TryReadNumber(out var type) || !TryReadNumber(out var @class)
            || !TryReadNumber(out var ttlHigh) || !TryReadNumber(out var ttlLow) || !TryReadNumber(out var size)
            || message.Length - position < size)
        {
            return false;
        }

        var end = position + size;
        if (!TryReadData(type, end, out var data))
        {
            return false;
        }

        position = end;
        record = new DnsRecord(name, type, ((uint)ttlHigh << 16) | ttlLow, data, CacheFlush: (@class & DnsMessage.TopBit) != 0, (ushort)(@class & ~DnsMessage.TopBit));
        return true;
    }

    /// <summary>Reads an uncompressed name that fills <paramref name="bytes"/>.</summary>
    public static bool TryReadWholeName(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out DnsName? name)
    {
        var reader = new DnsReader(bytes);
        return reader.TryReadName(out name) && reader.AtEnd;
    }

    // Names in the data may point anywhere in the message, so they are written out before the message goes away.
    private readonly bool TryReadData(ushort type, int end, [NotNullWhen(true)] out byte[]? data)
    {
        var nameAt = type switch
        {
            DnsType.Ptr => position,
            DnsType.Srv => position + 6,
            _ => -1,
        };
        if (nameAt < 0)
        {
            data = message[position..end].ToArray();
            return true;
        }

        data = null;
        var cursor = nameAt;
        if (nameAt > end || !TryReadName(ref cursor, out var name) || cursor != end)
        {
            return false;
        }

        var buffer = new byte[6 + DnsName.MaxSize];
        message[position..nameAt].CopyTo(buffer);
        var writer = new DnsWriter(buffer.AsSpan(nameAt - position));
        writer.WriteName(name, compress: false);
        data = buffer[..(nameAt - position + writer.Length)];
        return true;
    }

    private readonly bool TryReadName(ref int cursor, [NotNullWhen(true)] out DnsName? name)
    {
        name = null;
        var labels = new List<string>();
        var at = cursor;
        var end = -1;
        var limit = cursor;
        while (at < message.Length)
        {
            var length = message[at];
            switch (length >> 6)
            {
                case 0 when length == 0:
                    cursor = end < 0 ? at + 1 : end;
                    return DnsName.TryCreate(labels, out name);
                case 0 when at + 1 + length <= message.Length && labels.Count < DnsName.MaxSize / 2:
                    labels.Add(Encoding.UTF8.GetString(message.Slice(at + 1, length)));
                    at += 1 + length;
                    continue;

                // Each pointer leads to before where the name read so far began, so that no loop is possible
                // (RFC 1035 section 4.1.4).
                case 3 when at + 2 <= message.Length:
                    var target = BinaryPrimitives.ReadUInt16BigEndian(message[at..]) & 0x3fff;
                    end = end < 0 ? at + 2 : end;
                    if (target >= limit)
                    {
                        return false;
                    }

                    at = limit = target;
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }
}
