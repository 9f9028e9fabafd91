using System.Text;

namespace Hearth.Updating;

/// <summary>
/// One file that an update comes in: files of a repository in a tar archive (IEEE Std 1003.1, "pax", ustar interchange format,
/// with GNU's entries for long names), as <c>release pack</c> makes it. The framework's reader takes as much memory
/// for a name as the archive says that it has; this one takes a block.
/// </summary>
internal static class UpdateArchive
{
    private const int BlockSize = 512;

    // What a small file takes of the disk all the same, and a folder.
    private const int LeastTaken = 4096;

    // As paths of a repository have, and more.
    private const int MostNameBytes = BlockSize;

    private const char File = '0', OldFile = '\0', Folder = '5', LongName = 'L';

    /// <summary>Lays it out in a folder.</summary>
    /// <param name="archive">Its bytes; reading ends behind its last file.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="mostBytes">The most that the files may take.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>False where it is something else, is cut off, or has more in it than may be.</returns>
    /// <exception cref="IOException">The folder cannot be written, or the archive not be read.</exception>
    public static async Task<bool> TryUnpackAsync(Stream archive, string folder, long mostBytes, CancellationToken cancel)
    {
        var block = new byte[BlockSize];
        string? longName = null;
        while (await TryFillAsync(archive, block, cancel).ConfigureAwait(false))
        {
            if (!block.ContainsAnyExcept((byte)0))
            {
                return true;
            }

            if (!TryReadHeader(block, out var type, out var name, out var size))
            {
                return false;
            }

            (name, longName) = (longName ?? name, null);
            var path = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
            mostBytes -= Math.Max(size, LeastTaken) + (FoldersOf(path) * LeastTaken);
            if (mostBytes < 0)
            {
                return false;
            }

            var isTaken = type switch
            {
                LongName when size <= MostNameBytes => (longName = await ReadNameAsync(archive, block, cancel).ConfigureAwait(false)) is not null,
                Folder => size == 0,
                File or OldFile => await TryCopyAsync(archive, folder, path, size, block, cancel).ConfigureAwait(false),
                _ => false,
            };
            if (!isTaken)
            {
                return false;
            }
        }

        return false;
    }

    // Those that a file may need for itself alone, below the few that all have in common.
    private static int FoldersOf(string path) => Math.Max(0, path.Count('/') - 1);

    private static async Task<string?> ReadNameAsync(Stream archive, byte[] block, CancellationToken cancel) =>
        await TryFillAsync(archive, block, cancel).ConfigureAwait(false) ? Text(block) : null;

    private static async Task<bool> TryCopyAsync(Stream archive, string folder, string path, long size, byte[] block, CancellationToken cancel)
    {
        var to = Path.Join(folder, path);
        if (!UpdatePath.IsValid(path) || Directory.Exists(to))
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        using var file = new FileStream(to, FileMode.Create, FileAccess.Write);
        for (; size > 0; size -= BlockSize)
        {
            if (!await TryFillAsync(archive, block, cancel).ConfigureAwait(false))
            {
                return false;
            }

            file.Write(block.AsSpan(0, (int)Math.Min(size, BlockSize)));
        }

        return true;
    }

    private static async ValueTask<bool> TryFillAsync(Stream archive, byte[] block, CancellationToken cancel) =>
        await archive.ReadAtLeastAsync(block, BlockSize, throwOnEndOfStream: false, cancel).ConfigureAwait(false) == BlockSize;

    private static bool TryReadHeader(ReadOnlySpan<byte> header, out char type, out string name, out long size)
    {
        type = (char)header[156];
        var start = Text(header[..100]);
        var magic = header.Slice(257, 6);
        var prefix = magic.SequenceEqual("ustar\0"u8) ? Text(header.Slice(345, 155)) : "";
        name = prefix.Length == 0 ? start : $"{prefix}/{start}";
        return TryReadNumber(header.Slice(124, 12), out size)
            && magic.StartsWith("ustar"u8)
            && TryReadNumber(header.Slice(148, 8), out var sum) && sum == SumOf(header);
    }

    // The sum's own field counts as spaces.
    private static long SumOf(ReadOnlySpan<byte> header)
    {
        long sum = 8 * ' ';
        for (var i = 0; i < header.Length; i++)
        {
            sum += i is >= 148 and < 156 ? 0 : header[i];
        }

        return sum;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> field, out long number)
    {
        number = 0;
        foreach (var digit in Text(field).Trim(' '))
        {
            if (digit is < '0' or > '7')
            {
                return false;
            }

            number = (number * 8) + (digit - '0');
        }

        return true;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? field : field[..end]);
    }
}
