using Hearth.Updates.Bundle;

namespace Hearth.Updating;

/// <summary>
/// The object that is being fetched, as far as it has come: one file, so that a restart goes on with it. It is not flushed
/// to the disk; what a power cut makes of it, its hash finds out.
/// </summary>
internal sealed class PartFile(string folder) : IDisposable
{
    private FileStream? stream;
    private string name = "";

    /// <summary>Turns to an object.</summary>
    /// <returns>Bytes of it that are there.</returns>
    public long Open(BundleObject wanted)
    {
        var file = $"{wanted.Path.Replace('/', '-')}.part";
        if (stream is null || name != file)
        {
            Dispose();
            Directory.CreateDirectory(folder);
            foreach (var other in Directory.EnumerateFiles(folder, "*.part").Where(path => Path.GetFileName(path) != file).ToList())
            {
                File.Delete(other);
            }

            (name, stream) = (file, new FileStream(Path.Join(folder, file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }

        stream.Seek(0, SeekOrigin.End);
        return stream.Length;
    }

    /// <summary>Adds bytes at its end.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => stream!.Write(bytes);

    /// <summary>Forgets what is there.</summary>
    public void Clear() => stream!.SetLength(0);

    /// <summary>Where it lies; whoever moves it away turns to another object next.</summary>
    public string Release()
    {
        var path = Path.Join(folder, name);
        Dispose();
        stream = null;
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => stream?.Dispose();
}
