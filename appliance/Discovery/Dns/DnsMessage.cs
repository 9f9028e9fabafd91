using System.Diagnostics.CodeAnalysis;

namespace Hearth.Discovery.Dns;

/// <summary>A DNS message as multicast DNS uses it (RFC 1035 section 4, RFC 6762 section 18).</summary>
public sealed record DnsMessage
{
    /// <summary>Largest message in bytes, read or written (RFC 6762 section 17). IP fragments the rare one that exceeds a frame.</summary>
    public const int MaxSize = 9000;

    internal const ushort TopBit = 0x8000;
    internal const ushort Internet = 1;
    internal const ushort AnyClass = 255;

    private const ushort ResponseFlag = 0x8000;
    private const ushort AuthoritativeFlag = 0x0400;
    private const ushort TruncatedFlag = 0x0200;
    private const ushort OpcodeAndResponseCode = 0x780f;

    /// <summary>Echoed to legacy askers; otherwise zero.</summary>
    public ushort Id { get; init; }

    /// <summary>Whether this answers, and does not ask.</summary>
    public bool IsResponse { get; init; }

    /// <summary>In a query: more known answers follow (RFC 6762 section 7.2).</summary>
    public bool IsTruncated { get; init; }

    /// <summary>What is asked.</summary>
    public IReadOnlyList<DnsQuestion> Questions { get; init; } = [];

    /// <summary>In a response the answers, in a query what the asker knows already.</summary>
    public IReadOnlyList<DnsRecord> Answers { get; init; } = [];

    /// <summary>In a probe the records that the prober wants to own (RFC 6762 section 8.2).</summary>
    public IReadOnlyList<DnsRecord> Authorities { get; init; } = [];

    /// <summary>Records that the asker will want next.</summary>
    public IReadOnlyList<DnsRecord> Additionals { get; init; } = [];

    /// <summary>
    /// Reads a message; false for malformed bytes, for more than <see cref="MaxSize"/>, and for what RFC 6762 section 18
    /// has ignored: another opcode or a response code. Never throws.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out DnsMessage? message)
    {
        message = null;
        var reader = new DnsReader(bytes);
        if (bytes.Length > MaxSize || !reader.TryReadNumber(out var id) || !reader.TryReadNumber(out var flags)
            || (flags & OpcodeAndResponseCode) != 0
            || !reader.TryReadNumber(out var questions) || !reader.TryReadNumber(out var answers)
            || !reader.TryReadNumber(out var authorities) || !reader.TryReadNumber(out var additionals)
            || !TryReadQuestions(ref reader, questions, out var asked)
            || !TryReadRecords(ref reader, answers, out var answered)
            || !TryReadRecords(ref reader, authorities, out var proposed)
            || !TryReadRecords(ref reader, additionals, out var added))
        {
            return false;
        }

        message = new DnsMessage
        {
            Id = id,
            IsResponse = (flags & ResponseFlag) != 0,
            IsTruncated = (flags & TruncatedFlag) != 0,
            Questions = asked,
            Answers = answered,
            Authorities = proposed,
            Additionals = added,
        };
        return true;
    }

    /// <summary>Encodes the message.</summary>
    /// <exception cref="ArgumentException">It does not fit <paramref name="buffer"/>.</exception>
    public int WriteTo(Span<byte> buffer)
    {
        var writer = new DnsWriter(buffer);
        writer.WriteNumber(Id);
        writer.WriteNumber((ushort)((IsResponse ? ResponseFlag | AuthoritativeFlag : 0) | (IsTruncated ? TruncatedFlag : 0)));
        writer.WriteNumber((ushort)Questions.Count);
        writer.WriteNumber((ushort)Answers.Count);
        writer.WriteNumber((ushort)Authorities.Count);
        writer.WriteNumber((ushort)Additionals.Count);
        foreach (var question in Questions)
        {
            writer.WriteQuestion(question);
        }

        foreach (var record in Answers.Concat(Authorities).Concat(Additionals))
        {
            writer.WriteRecord(record);
        }

        return writer.Length;
    }

    private static bool TryReadQuestions(ref DnsReader reader, int count, out List<DnsQuestion> questions)
    {
        questions = [];
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadQuestion(out var question))
            {
                return false;
            }

            questions.Add(question);
        }

        return true;
    }

    private static bool TryReadRecords(ref DnsReader reader, int count, out List<DnsRecord> records)
    {
        records = [];
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadRecord(out var record))
            {
                return false;
            }

            records.Add(record);
        }

        return true;
    }
}
