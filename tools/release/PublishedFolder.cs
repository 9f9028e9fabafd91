using System.Security.Cryptography;

namespace Hearth.Release;

/// <summary>What a static HTTP server serves.</summary>
/// <param name="path">The folder.</param>
internal sealed class PublishedFolder(string path)
{
    public string Path => path;

    public bool Has(string name) => File.Exists(PathOf(name));

    public int LengthOf(string name) => (int)new FileInfo(PathOf(name)).Length;

    public byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>Reads a file whose name begins with its hash.</summary>
    /// <exception cref="ReleaseException">It is another file.</exception>
    public byte[] ReadHashed(string name)
    {
        var content = Read(name);
        return System.IO.Path.GetFileName(name).Split('.')[0] == Convert.ToHexStringLower(SHA256.HashData(content))
            ? content
            : throw Damaged(name, "its hash is not the one in its name");
    }

    /// <summary>What to say of a file that is not as it was published.</summary>
    public ReleaseException Damaged(string name, string how) =>
        new($"{PathOf(name)} is damaged, {how}: put it back as it was published, and see who can write there");

    /// <summary>Writes a file whole or not at all.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var file = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        using (var stream = File.Create(file + ".part"))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(file + ".part", file, overwrite: true);
    }

    private string PathOf(string name) => System.IO.Path.Join(path, name);
}
