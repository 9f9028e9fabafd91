namespace Hearth.Supervision;

/// <summary>Reads lines of bounded length.</summary>
internal sealed class LineReader(Stream stream)
{
    private readonly byte[] buffer = new byte[SupervisionProtocol.MaxLine];
    private int start;
    private int end;

    /// <summary>Reads the next line.</summary>
    /// <returns>
    /// The line without its end, valid until the next call. Null at the stream's end, and at a line longer than
    /// <see cref="SupervisionProtocol.MaxLine"/>, after which nothing can be read: <see cref="IsTooLong"/> tells.
    /// </returns>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken stop)
    {
        var searched = start;
        while (true)
        {
            var at = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = buffer.AsMemory(start, searched + at - start);
                start = searched + at + 1;
                return line;
            }

            MakeRoom();
            searched = end;
            if (IsTooLong || await stream.ReadAsync(buffer.AsMemory(end), stop).ConfigureAwait(false) is not (> 0 and var read))
            {
                return null;
            }

            end += read;
        }
    }

    /// <summary>Whether the peer sent a line that is too long.</summary>
    public bool IsTooLong { get; private set; }

    private void MakeRoom()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        IsTooLong = end == buffer.Length;
    }
}
