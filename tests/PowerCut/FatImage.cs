using System.Buffers.Binary;
using System.Text;

namespace Hearth.Tests.PowerCut;

/// <summary>A file system with clusters of one sector (FAT16), whose files lie where they are told to, or one behind the other.</summary>
internal sealed class FatImage
{
    private const int Sector = 512;
    private const int Reserved = 1;
    private const int RootEntries = 512;
    private const int EntrySize = 32;
    private const ushort LastOfChain = 0xFFFF;

    private readonly int tableSectors;
    private readonly Folder root;
    private int nextCluster = 2;

    /// <param name="size">In bytes; what FAT16 counts to is 32 MB.</param>
    public FatImage(int size)
    {
        Bytes = new byte[size];
        tableSectors = ((size / Sector * 2) + Sector - 1) / Sector;
        var boot = Bytes.AsSpan();
        new byte[] { 0xEB, 0x3C, 0x90 }.CopyTo(boot);
        "MSDOS5.0"u8.CopyTo(boot[3..]);
        BinaryPrimitives.WriteUInt16LittleEndian(boot[11..], Sector);
        boot[13] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(boot[14..], Reserved);
        boot[16] = 2;
        BinaryPrimitives.WriteUInt16LittleEndian(boot[17..], RootEntries);
        BinaryPrimitives.WriteUInt16LittleEndian(boot[19..], (ushort)(size / Sector));
        boot[21] = 0xF8;
        BinaryPrimitives.WriteUInt16LittleEndian(boot[22..], (ushort)tableSectors);
        boot[38] = 0x29;
        "HEARTH     FAT16   "u8.CopyTo(boot[43..]);
        BinaryPrimitives.WriteUInt16LittleEndian(boot[510..], 0xAA55);
        SetCluster(0, 0xFFF8);
        SetCluster(1, LastOfChain);
        root = new(0, (Reserved + (2 * tableSectors)) * Sector);
    }

    public byte[] Bytes { get; }

    private int DataOffset => root.Offset + (RootEntries * EntrySize);

    /// <summary>Adds a file of at most one sector, at an offset of the partition.</summary>
    public void Add(string name, int offset, ReadOnlySpan<byte> contents)
    {
        var cluster = ((offset - DataOffset) / Sector) + 2;
        contents.CopyTo(Bytes.AsSpan(offset, Sector));
        SetCluster(cluster, LastOfChain);
        Enter(root, name, attributes: 0x20, cluster, contents.Length);
    }

    /// <summary>Adds a file where there is room next.</summary>
    /// <returns>Where it lies in the partition.</returns>
    public int Add(Folder? into, string name, ReadOnlySpan<byte> contents)
    {
        var cluster = Chain(contents.Length);
        contents.CopyTo(Bytes.AsSpan(OffsetOf(cluster)));
        Enter(into ?? root, name, attributes: 0x20, cluster, contents.Length);
        return OffsetOf(cluster);
    }

    /// <summary>Adds a folder; null stands for the first one.</summary>
    /// <param name="into">The folder that it lies in.</param>
    /// <param name="name">Its name.</param>
    /// <param name="entries">How many things go into it at most.</param>
    public Folder AddFolder(Folder? into, string name, int entries)
    {
        const byte IsFolder = 0x10;
        var cluster = Chain((entries + 2) * EntrySize);
        Folder folder = new(cluster, OffsetOf(cluster));
        Enter(into ?? root, name, IsFolder, cluster, 0);
        Enter(folder, ".", IsFolder, cluster, 0);
        Enter(folder, "..", IsFolder, into?.Cluster ?? 0, 0);
        return folder;
    }

    private int OffsetOf(int cluster) => DataOffset + ((cluster - 2) * Sector);

    private int Chain(int length)
    {
        var first = nextCluster;
        nextCluster += Math.Max(1, (length + Sector - 1) / Sector);
        for (var cluster = first; cluster < nextCluster; cluster++)
        {
            SetCluster(cluster, cluster + 1 < nextCluster ? (ushort)(cluster + 1) : LastOfChain);
        }

        return first;
    }

    private void Enter(Folder folder, string name, byte attributes, int cluster, int length)
    {
        var entry = Bytes.AsSpan(folder.Offset + (EntrySize * folder.Entries++), EntrySize);
        var parts = name.StartsWith('.') ? [name] : name.Split('.');
        Encoding.ASCII.GetBytes(parts[0].ToUpperInvariant().PadRight(8) + parts.ElementAtOrDefault(1).AsSpan().ToString().ToUpperInvariant().PadRight(3), entry);
        entry[11] = attributes;
        BinaryPrimitives.WriteUInt16LittleEndian(entry[26..], (ushort)cluster);
        BinaryPrimitives.WriteInt32LittleEndian(entry[28..], length);
    }

    private void SetCluster(int cluster, ushort value)
    {
        for (var table = 0; table < 2; table++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(Bytes.AsSpan(((Reserved + (table * tableSectors)) * Sector) + (2 * cluster)), value);
        }
    }

    /// <summary>A folder: its first cluster, where that lies, and how much is in it.</summary>
    internal sealed record Folder(int Cluster, int Offset)
    {
        public int Entries { get; set; }
    }
}
