using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Hearth.Protocol;
using Hearth.Protocol.Signing;

namespace Hearth.Bench.Micro;

/// <summary>Benchmarks beside their gauge: SHA-256 of a Data packet with 1,000 bytes of content.</summary>
public abstract class GaugedBenchmarks
{
    private readonly byte[] digest = new byte[SHA256.HashSizeInBytes];

    /// <summary>The packet that is digested.</summary>
    protected byte[] Packet { get; } = new DataBuilder(Name.Parse("/p/alice/garden.jpg/v=1792000000000000/seg=7"))
    {
        Content = new byte[1000],
        FreshnessPeriod = TimeSpan.FromSeconds(10),
    }.Build(DigestSha256.Signer);

    /// <summary>The gauge.</summary>
    [Benchmark(Baseline = true, Description = "SHA-256 of a Data packet")]
    public byte[] Digest()
    {
        SHA256.HashData(Packet, digest);
        return digest;
    }
}
