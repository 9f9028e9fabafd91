using System.Formats.Tar;
using System.Text;
using Hearth.Updating;

namespace Hearth.Tests.Fuzz.Parsers;

/// <summary>The reader of an update that an owner brings in one file: it writes what it reads, before anything is checked.</summary>
internal static class ArchiveParsers
{
    private const int BlockSize = 512;
    private const int MostInput = 12 * BlockSize;

    // What a file or a folder takes of most disks.
    private const int LeastTaken = 4096;

    // Fewer than some of the corpus want.
    private const int MostTaken = 6 * LeastTaken;

    // A stream and its path for each header, and what looking through the folder and emptying it take.
    private const int MostMemory = MostInput / BlockSize * 16 * 1024;

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    public static IReadOnlyList<Parser> All { get; } =
    [
        // An input takes some 0.2 ms, for its files.
        new("update archive", "appliance/Hearth/Updating/UpdateArchive.cs", ReadArchive, Corpus) { AllocationLimit = MostMemory, InputLimit = MostInput, Share = 50 },
    ];

    private static byte[][] Corpus =>
    [
        Archive((TarEntryFormat.Gnu, TarEntryType.RegularFile, "metadata/timestamp.json", 700), (TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/a", 1)),
        Archive((TarEntryFormat.Gnu, TarEntryType.RegularFile, $"deltas/{new string('a', 64)}-{new string('b', 64)}", 3)),
        Archive((TarEntryFormat.Ustar, TarEntryType.RegularFile, $"targets/stable/generic/pc-x86-64/{new string('c', 90)}.bundle", 512), (TarEntryFormat.Ustar, TarEntryType.Directory, "./metadata/", 0)),
        Archive((TarEntryFormat.V7, TarEntryType.V7RegularFile, "metadata/a", 5)),
        Archive((TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/a", 0), (TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/a/b", 0)),
        Archive((TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/a/b", 0), (TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/a", 0)),
        Archive((TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/a/b/c/d/e", 1), (TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/b/c/d/e/f", 1)),
        Archive((TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/../../a", 1), (TarEntryFormat.Gnu, TarEntryType.RegularFile, "/chunks/a", 1)),
        Archive((TarEntryFormat.Gnu, TarEntryType.SymbolicLink, "chunks/a", 0), (TarEntryFormat.Gnu, TarEntryType.RegularFile, "chunks/a/b", 1)),
    ];

    private static byte[] Archive(params (TarEntryFormat Format, TarEntryType Type, string Path, int Size)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, leaveOpen: true))
        {
            foreach (var (format, type, path, size) in entries)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Gnu => new GnuTarEntry(type, path),
                    TarEntryFormat.Ustar => new UstarTarEntry(type, path),
                    _ => new V7TarEntry(type, path),
                };
                if (type == TarEntryType.SymbolicLink)
                {
                    entry.LinkName = "/tmp";
                }
                else if (size > 0)
                {
                    entry.DataStream = new MemoryStream(new byte[size]);
                }

                tar.WriteEntry(entry);
            }
        }

        return bytes.ToArray();
    }

    private static bool ReadArchive(ReadOnlySpan<byte> input)
    {
        var archive = input.ToArray();
        for (var at = 0; at + BlockSize <= archive.Length; at += BlockSize)
        {
            Seal(archive.AsSpan(at, BlockSize));
        }

        var around = Directory.CreateTempSubdirectory("hearth-fuzz-");
        try
        {
            var folder = Path.Join(around.FullName, "in");
            var isRead = Unpack(archive, folder);
            CheckFiles(around, folder);
            return isRead;
        }
        finally
        {
            around.Delete(recursive: true);
        }
    }

    private static bool Unpack(byte[] archive, string folder)
    {
        try
        {
            return UpdateArchive.TryUnpackAsync(new MemoryStream(archive), folder, MostTaken, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // Its other way to refuse.
            return false;
        }
    }

    // Whatever it made of an input lies in the folder, is a file or a folder, and takes no more than it may; but for the
    // folder itself and those right below it, of which there are a few.
    private static void CheckFiles(DirectoryInfo around, string folder)
    {
        long taken = 0;
        foreach (var entry in around.EnumerateFileSystemInfos("*", Everything))
        {
            var isInside = entry.FullName.StartsWith(folder + "/", StringComparison.Ordinal) || entry.FullName == folder;
            if (!isInside || entry.LinkTarget is not null)
            {
                throw new InvalidOperationException($"{entry.FullName} is outside.");
            }

            var isCounted = entry is FileInfo || Path.GetDirectoryName(entry.FullName)!.Length > folder.Length;
            taken += entry is FileInfo file ? Math.Max(file.Length, LeastTaken) : isCounted ? LeastTaken : 0;
        }

        if (taken > MostTaken)
        {
            throw new InvalidOperationException($"{taken} bytes are taken, of {MostTaken}.");
        }
    }

    // A changed header is refused for its sum alone, which a test changes bit by bit: most inputs should come further.
    private static void Seal(Span<byte> block)
    {
        if (block.Slice(257, 5).SequenceEqual("ustar"u8))
        {
            var sum = block[148..156];
            sum.Fill((byte)' ');
            var total = 0;
            foreach (var octet in block)
            {
                total += octet;
            }

            Encoding.ASCII.TryGetBytes(Convert.ToString(total, 8).PadLeft(6, '0'), sum, out _);
            sum[6] = 0;
        }
    }
}
