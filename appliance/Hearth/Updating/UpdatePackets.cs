using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Publications;
using Hearth.Protocol.Signing;

namespace Hearth.Updating;

/// <summary>
/// Serves a repository's files as named content, made from the files when they are asked for. The packets have digests for
/// signatures: whose they are does not matter, as objects are what their hashes say and metadata is signed by TUF's keys. What
/// is not here is refused at once, so that the forwarder asks the next neighbour.
/// </summary>
/// <param name="prefix">The name below which they are.</param>
/// <param name="find">The file of a path; null where there is none.</param>
internal sealed class UpdatePackets(Name prefix, Func<string, string?> find)
{
    // As published content has it.
    private const int PayloadSize = 8000;

    // A release's life is weeks, and a cache that forgets earlier does no harm.
    private static readonly TimeSpan Freshness = TimeSpan.FromHours(1);

    // Which timestamp is the newest may change at any moment, and is asked for seldom.
    private static readonly TimeSpan NewestFreshness = TimeSpan.FromMilliseconds(1);

    private long answered;
    private long refused;

    /// <summary>Packets that were served.</summary>
    public long Answered => Interlocked.Read(ref answered);

    /// <summary>Interests for what is not here.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Answers an Interest with a Data packet, or with a Nack.</summary>
    /// <param name="interest">The Interest.</param>
    /// <param name="answer">At least a packet's most.</param>
    /// <returns>The answer's size.</returns>
    public int Answer(in Interest interest, Span<byte> answer)
    {
        if (UpdatePath.TryRead(prefix, interest.Name, out var path, out var parts) && find(path) is { } file)
        {
            var size = AnswerFrom(file, path, interest, parts, answer);
            if (size > 0)
            {
                Interlocked.Increment(ref answered);
                return size;
            }
        }

        Interlocked.Increment(ref refused);
        return Refuse(interest, answer);
    }

    private int AnswerFrom(string path, string repositoryPath, in Interest interest, int parts, Span<byte> answer)
    {
        using var file = File.OpenHandle(path);
        var name = interest.Name;
        var length = RandomAccess.GetLength(file);
        if ((repositoryPath == UpdatePath.Timestamp ? TimestampVersion.OfFile(path) : UpdatePath.OnlyVersion) is not { } version)
        {
            return 0;
        }

        var final = (ulong)Math.Max(0, (length - 1) / PayloadSize);
        if (UpdatePath.IsDiscovery(name, parts) && interest.CanBePrefix)
        {
            return Newest(name.ToName(), UpdatePath.NameOf(prefix, repositoryPath).AppendVersion(version), final, length, answer);
        }

        if (name.Count != parts + 2 || !PublicationNames.TryGetVersion(name.Prefix(parts + 1), out var asked) || asked != version
            || !PublicationNames.TryGetSegment(name, out var segment) || segment > final)
        {
            return 0;
        }

        var content = new byte[Math.Min(PayloadSize, length - ((long)segment * PayloadSize))];
        return RandomAccess.Read(file, content, (long)segment * PayloadSize) == content.Length
            ? new DataBuilder(name.ToName()) { FreshnessPeriod = Freshness, FinalSegment = final, Content = content }.WriteTo(answer, DigestSha256.Signer)
            : 0;
    }

    private static int Newest(Name asked, Name newest, ulong final, long length, Span<byte> answer)
    {
        var content = new byte[PacketLimits.MaxPacketSize / 2];
        var size = new PublicationMetadata(newest) { FinalSegment = final, SegmentSize = PayloadSize, Size = (ulong)length }.WriteTo(content);
        return new DataBuilder(asked.AppendVersion(newest.Last.TryGetNumber(Protocol.Tlv.TlvType.VersionNameComponent, out var version) ? version : 0).AppendSegment(0))
        {
            FreshnessPeriod = NewestFreshness,
            FinalSegment = 0,
            Content = content.AsMemory(0, size),
        }.WriteTo(answer, DigestSha256.Signer);
    }

    private static int Refuse(in Interest interest, Span<byte> answer)
    {
        var packet = LpPacket.Of(interest.Wire);
        packet.Nack = NackReason.NoRoute;
        return packet.WriteTo(answer);
    }
}
