using System.Buffers;

namespace Hearth.Client;

/// <summary>
/// Where fetched content goes: a file that appears under its name when it is whole, or the standard output.
/// </summary>
internal sealed class FetchOutput : IBufferWriter<byte>, IDisposable
{
    private const int BufferSize = 1 << 20;

    private readonly Stream stream;
    private readonly string? path;
    private readonly string? temporary;
    private readonly byte[] buffer = new byte[BufferSize];
    private int used;

    private FetchOutput(Stream stream, string? path, string? temporary)
    {
        this.stream = stream;
        this.path = path;
        this.temporary = temporary;
    }

    /// <summary>Writes to a file: beside it first, under another name.</summary>
    public static FetchOutput ToFile(string path)
    {
        var temporary = Path.Join(Path.GetDirectoryName(Path.GetFullPath(path)), $".{Path.GetFileName(path)}.{Environment.ProcessId}.part");
        return new FetchOutput(new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 0), path, temporary);
    }

    /// <summary>Writes to the standard output as it comes.</summary>
    public static FetchOutput ToStandardOutput() => new(Console.OpenStandardOutput(), null, null);

    /// <inheritdoc/>
    public void Advance(int count) => used += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (buffer.Length - used < Math.Max(sizeHint, 1))
        {
            Flush();
        }

        return buffer.AsMemory(used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>The content is whole: gives the file its name.</summary>
    public void Complete()
    {
        Flush();
        stream.Dispose();
        if (temporary is not null)
        {
            File.Move(temporary, path!, overwrite: true);
        }
    }

    /// <summary>Closes; what is not complete goes.</summary>
    public void Dispose()
    {
        stream.Dispose();
        if (temporary is not null)
        {
            File.Delete(temporary);
        }
    }

    private void Flush()
    {
        stream.Write(buffer, 0, used);
        used = 0;
    }
}
