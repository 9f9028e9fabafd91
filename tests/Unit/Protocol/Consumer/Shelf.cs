using System.Security.Cryptography;
using Hearth.Protocol;
using Hearth.Protocol.Publications;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Tests.Protocol.Consumer;

/// <summary>A producer in memory: answers with the packets that it was given, by the rules of Interests.</summary>
internal sealed class Shelf(Signer signer)
{
    private const int Payload = 1000;

    private readonly Dictionary<Name, byte[]> packets = [];

    /// <summary>Names that are answered with an application Nack when nothing is there.</summary>
    public Name? Nacks { get; init; }

    public byte[]? Answer(byte[] wire)
    {
        if (!Interest.TryRead(wire, out var interest, out _))
        {
            return null;
        }

        if (packets.TryGetValue(interest.Name.ToName(), out var exact))
        {
            return exact;
        }

        var search = interest.CanBePrefix || interest.Name.Last.Type == TlvType.ImplicitSha256DigestComponent;
        foreach (var packet in packets.Values)
        {
            if (search && Data.TryRead(packet, out var data, out _) && interest.MatchesName(data))
            {
                return packet;
            }
        }

        return Nacks is not null && Nacks.IsPrefixOf(interest.Name)
            ? new DataBuilder(interest.Name.ToName()) { ContentType = ContentType.Nack, FreshnessPeriod = TimeSpan.FromMilliseconds(10) }.Build(signer)
            : null;
    }

    /// <summary>Segments as of any producer.</summary>
    public Shelf WithSegments(Name prefix, byte[] content, bool saysEnd = true)
    {
        var count = Math.Max(1, (content.Length + Payload - 1) / Payload);
        for (var segment = 0; segment < count; segment++)
        {
            Put(new DataBuilder(prefix.AppendSegment((ulong)segment))
            {
                FreshnessPeriod = TimeSpan.FromSeconds(1),
                FinalSegment = saysEnd || segment == count - 1 ? (ulong)(count - 1) : null,
                Content = content.AsMemory(segment * Payload, Math.Min(Payload, content.Length - (segment * Payload))),
            });
        }

        return this;
    }

    /// <summary>The manifest of segments that are there, and metadata that names it.</summary>
    public Shelf WithManifest(Name prefix, int digestsPerSegment, bool withMetadata = true)
    {
        var digests = new List<byte[]>();
        while (packets.TryGetValue(prefix.AppendSegment((ulong)digests.Count), out var packet))
        {
            digests.Add(SHA256.HashData(packet));
        }

        var segments = digests.Chunk(digestsPerSegment).ToList();
        for (var number = 0; number < segments.Count; number++)
        {
            Put(new DataBuilder(prefix.AppendKeyword("manifest").AppendSegment((ulong)number))
            {
                FinalSegment = (ulong)(segments.Count - 1),
                Content = segments[number].SelectMany(digest => digest).ToArray(),
            });
        }

        return withMetadata ? WithMetadata(prefix, (ulong)(digests.Count - 1), (ulong)(segments.Count - 1)) : this;
    }

    public Shelf WithMetadata(Name versionedName, ulong? final = null, ulong? manifestFinal = null)
    {
        var content = new byte[1000];
        var size = new PublicationMetadata(versionedName) { FinalSegment = final, ManifestFinalSegment = manifestFinal }.WriteTo(content);
        return Put(new DataBuilder(versionedName.Prefix(-1).AppendKeyword("metadata").AppendVersion(1).AppendSegment(0))
        {
            FreshnessPeriod = TimeSpan.FromMilliseconds(10),
            Content = content.AsMemory(0, size),
        });
    }

    public Shelf Put(DataBuilder data)
    {
        packets[data.Name] = data.Build(signer);
        return this;
    }

    /// <summary>Puts another packet where one is, under the same name.</summary>
    public Shelf Replace(Name name, string content, ulong? final = null) =>
        Put(new DataBuilder(name) { FinalSegment = final, Content = System.Text.Encoding.UTF8.GetBytes(content) });
}
