using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Hearth.Protocol;
using Hearth.Protocol.Signing;

namespace Hearth.Bench.Micro;

/// <summary>Who fetches verifies, and who publishes signs; the forwarder does neither.</summary>
public class SignatureBenchmarks : GaugedBenchmarks, IDisposable
{
    private static readonly Name KeyName = Name.Parse("/p/alice/KEY/%01");

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DataBuilder builder = new(Name.Parse("/p/alice/garden.jpg/v=1792000000000000/seg=7")) { Content = new byte[1000] };
    private readonly Signer signer;
    private readonly Verifier verifier;
    private readonly byte[] signed;

    /// <summary>Makes a key.</summary>
    public SignatureBenchmarks()
    {
        signer = EcdsaP256.CreateSigner(key, KeyName);
        verifier = EcdsaP256.CreateVerifier(key);
        signed = builder.Build(signer);
    }

    /// <summary>Encodes and signs.</summary>
    [Benchmark(Description = "sign with P-256")]
    public byte[] Sign() => builder.Build(signer);

    /// <summary>Reads and verifies.</summary>
    [Benchmark(Description = "verify with P-256")]
    public bool Verify() => Data.TryRead(signed, out var data, out _) && verifier.Verify(data) ? true : throw new InvalidOperationException();

    /// <summary>Forgets the key.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        key.Dispose();
        GC.SuppressFinalize(this);
    }
}
