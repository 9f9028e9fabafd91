using System.Security.Cryptography;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Hearth.Repo;
using Xunit;

namespace Hearth.Tests.Repo;

/// <summary>A state folder of /p/alice that goes with the test, and what tests ask of a repo.</summary>
internal sealed class RepoFolder : IDisposable
{
    public static readonly Name Alice = Name.Parse("/p/alice");
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static Signer Signer { get; } = EcdsaP256.CreateSigner(Key, Name.Parse("/p/alice/KEY/k1"));

    public static Verifier Verifier { get; } = EcdsaP256.CreateVerifier(Key);

    public string Path { get; } = Directory.CreateTempSubdirectory("hearth-repo-").FullName;

    public string ContentPath => System.IO.Path.Join(Path, "content");

    /// <summary>Packet files, finished or not.</summary>
    public string[] Files => [.. Directory.GetFiles(ContentPath).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))];

    public ContentRepo Open(RepoOptions? options = null) => OpenAt(Path, options);

    public static ContentRepo OpenAt(string path, RepoOptions? options = null)
    {
        var repo = ContentRepo.Open(path, options ?? new RepoOptions());
        repo.AnswerFor(Alice, Signer);
        return repo;
    }

    /// <summary>Bytes that a seed decides.</summary>
    public static byte[] Content(int size, int seed = 1)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static async Task<PublishOutcome> PublishAsync(
        ContentRepo repo, string name, byte[] content, DateTimeOffset? now = null, long? size = -1)
    {
        using var stream = new MemoryStream(content);
        return await repo.PublishAsync(
            new PublishRequest(Name.Parse(name), Signer) { Size = size == -1 ? content.Length : size, MediaType = "image/jpeg" },
            stream,
            now ?? Noon,
            TestContext.Current.CancellationToken);
    }

    public static async Task<Publication> PublishedAsync(ContentRepo repo, string name, byte[] content, DateTimeOffset? now = null) =>
        Assert.IsType<PublishOutcome.Published>(await PublishAsync(repo, name, content, now)).Publication;

    public static RepoAnswer Ask(ContentRepo repo, Name name, out byte[] packet, bool canBePrefix = false, DateTimeOffset? now = null, bool verify = true)
    {
        var wire = new InterestBuilder(name) { CanBePrefix = canBePrefix, MustBeFresh = canBePrefix, Nonce = 1 }.Build();
        Assert.True(Interest.TryRead(wire, out var interest, out _));
        var buffer = new byte[PacketLimits.MaxPacketSize];
        var answer = repo.Answer(interest, buffer, now ?? Noon, out var size);
        packet = buffer[..size];
        if (answer != RepoAnswer.None)
        {
            Assert.True(Data.TryRead(packet, out var data, out _));
            Assert.True(interest.MatchesName(data));
            Assert.True(!verify || Verifier.Verify(data));
            Assert.Equal(answer == RepoAnswer.Nack, data.ContentType == ContentType.Nack);
        }

        return answer;
    }

    /// <summary>The content of a version, put together again from all its segments.</summary>
    public static byte[] Fetch(ContentRepo repo, Name versionedName, bool verify = true)
    {
        using var content = new MemoryStream();
        for (ulong segment = 0, last = 0; segment <= last; segment++)
        {
            Assert.Equal(RepoAnswer.Content, Ask(repo, versionedName.AppendSegment(segment), out var packet, verify: verify));
            Assert.True(Data.TryRead(packet, out var data, out _));
            Assert.True(data.TryGetFinalSegment(out last));
            content.Write(data.Content);
        }

        return content.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
