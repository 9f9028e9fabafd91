namespace Hearth.Tests.PowerCut;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hearth-powercut-");

    public string Path => folder.FullName;

    public string File(string name) => System.IO.Path.Join(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
