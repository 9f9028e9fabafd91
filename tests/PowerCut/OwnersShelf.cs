using System.Security.Cryptography;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Hearth.Repo;

namespace Hearth.Tests.PowerCut;

/// <summary>What the owner published, read by the product's own repo, byte by byte.</summary>
internal static class OwnersShelf
{
    private static readonly Signer Signer = EcdsaP256.CreateSigner(ECDsa.Create(ECCurve.NamedCurves.nistP256), Name.Parse("/p/alice/KEY/k1"));

    /// <summary>What is missing or not as it was published; null where nothing is.</summary>
    /// <param name="state">The node's state folder.</param>
    /// <param name="acknowledged">Names that must be there.</param>
    public static string? Fault(string state, IEnumerable<string> acknowledged)
    {
        try
        {
            using var repo = ContentRepo.Open(state, new RepoOptions());
            repo.AnswerFor(Name.Parse("/p/alice"), Signer);
            var published = repo.List().ToDictionary(publication => publication.Name.ToString());
            foreach (var name in acknowledged)
            {
                if (!published.TryGetValue(name, out var publication))
                {
                    return $"{name} was acknowledged and is not there";
                }

                if (!SHA256.HashData(Content(repo, publication.VersionedName)).AsSpan().SequenceEqual(publication.Sha256.Span))
                {
                    return $"{name} is not what was published";
                }
            }

            return null;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            return $"the node's state cannot be opened: {failure.Message}";
        }
    }

    private static byte[] Content(ContentRepo repo, Name version)
    {
        using var content = new MemoryStream();
        var packet = new byte[PacketLimits.MaxPacketSize];
        for (ulong segment = 0, last = 0; segment <= last; segment++)
        {
            Interest.TryRead(new InterestBuilder(version.AppendSegment(segment)) { Nonce = 1 }.Build(), out var interest, out _);
            if (repo.Answer(interest, packet, DateTimeOffset.UnixEpoch, out var size) != RepoAnswer.Content
                || !Data.TryRead(packet.AsSpan(0, size), out var data, out _) || !data.TryGetFinalSegment(out last))
            {
                throw new InvalidDataException($"{version} has no segment {segment}");
            }

            content.Write(data.Content);
        }

        return content.ToArray();
    }
}
