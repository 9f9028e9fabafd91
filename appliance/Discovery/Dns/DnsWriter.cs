using System.Buffers.Binary;
using System.Text;

namespace Hearth.Discovery.Dns;

/// <summary>Writes the parts of a DNS message into a caller's buffer; writing past its end throws.</summary>
internal ref struct DnsWriter(Span<byte> buffer)
{
    // Compression pointers hold 14 bits (RFC 1035 section 4.1.4).
    private const int MaxPointer = 0x3fff;

    private readonly Span<byte> buffer = buffer;
    private readonly List<(DnsName Suffix, int Position)> suffixes = [];

    public int Length { get; private set; }

    public void WriteNumber(ushort number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer[Length..], number);
        Length += 2;
    }

    public void WriteName(DnsName name, bool compress)
    {
        for (var first = 0; first < name.Labels.Count; first++)
        {
            if (compress)
            {
                var suffix = DnsName.Of([.. name.Labels.Skip(first)]);
                var known = suffixes.Find(entry => entry.Suffix.Equals(suffix));
                if (known.Suffix is not null)
                {
                    WriteNumber((ushort)(0xc000 | known.Position));
                    return;
                }

                if (Length <= MaxPointer)
                {
                    suffixes.Add((suffix, Length));
                }
            }

            var size = Encoding.UTF8.GetBytes(name.Labels[first], buffer[(Length + 1)..]);
            buffer[Length] = (byte)size;
            Length += 1 + size;
        }

        buffer[Length++] = 0;
    }

    public void WriteQuestion(DnsQuestion question)
    {
        WriteName(question.Name, compress: true);
        WriteNumber(question.Type);
        WriteNumber((ushort)(question.Class | (question.UnicastResponse ? DnsMessage.TopBit : 0)));
    }

    public void WriteRecord(DnsRecord record)
    {
        WriteName(record.Name, compress: true);
        WriteNumber(record.Type);
        WriteNumber((ushort)(record.Class | (record.CacheFlush ? DnsMessage.TopBit : 0)));
        WriteNumber((ushort)(record.Ttl >> 16));
        WriteNumber((ushort)record.Ttl);
        var sizeAt = Length;
        Length += 2;
        WriteData(record);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[sizeAt..], (ushort)(Length - sizeAt - 2));
    }

    // RFC 6762 section 18.14 allows compression in SRV too, unlike RFC 2782.
    private void WriteData(DnsRecord record)
    {
        if (record.TryGetPointer(out var target))
        {
            WriteName(target, compress: true);
        }
        else if (record.TryGetService(out var host, out _))
        {
            record.Data.Span[..6].CopyTo(buffer[Length..]);
            Length += 6;
            WriteName(host, compress: true);
        }
        else
        {
            record.Data.Span.CopyTo(buffer[Length..]);
            Length += record.Data.Length;
        }
    }
}
