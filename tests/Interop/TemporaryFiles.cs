using System.Security.Cryptography;
using Xunit;

namespace Hearth.Tests.Interop;

/// <summary>A file of random bytes to publish, and where its copy is to be.</summary>
internal sealed class TemporaryFiles : IDisposable
{
    private const int Size = 100_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("files");

    public TemporaryFiles() => File.WriteAllBytes(Original, RandomNumberGenerator.GetBytes(Size));

    public string Original => Path.Combine(folder.FullName, "original");

    public string Copy => Path.Combine(folder.FullName, "copy");

    /// <summary>The copy is the original; it is taken away, for the next one.</summary>
    public void AssertCopied()
    {
        Assert.Equal(File.ReadAllBytes(Original), File.ReadAllBytes(Copy));
        File.Delete(Copy);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
