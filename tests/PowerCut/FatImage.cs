using System.Buffers.Binary;
using System.Text;

namespace Hearth.Tests.PowerCut;

/// <summary>A file system with clusters of one sector (FAT16), whose files lie where they are told to.</summary>
internal sealed class FatImage
{
    private const int Sector = 512;
    private const int Reserved = 1;
    private const int RootEntries = 512;

    private readonly int tableSectors;
    private int files;

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
        SetCluster(1, 0xFFFF);
    }

    public byte[] Bytes { get; }

    private int RootOffset => (Reserved + (2 * tableSectors)) * Sector;

    private int DataOffset => RootOffset + (RootEntries * 32);

    /// <summary>Adds a file of at most one sector, at an offset of the partition.</summary>
    public void Add(string name, int offset, ReadOnlySpan<byte> contents)
    {
        var cluster = ((offset - DataOffset) / Sector) + 2;
        contents.CopyTo(Bytes.AsSpan(offset, Sector));
        SetCluster(cluster, 0xFFFF);

        var entry = Bytes.AsSpan(RootOffset + (32 * files++), 32);
        var parts = name.Split('.');
        Encoding.ASCII.GetBytes(parts[0].PadRight(8) + parts.ElementAtOrDefault(1).AsSpan().ToString().PadRight(3), entry);
        entry[11] = 0x20;
        BinaryPrimitives.WriteUInt16LittleEndian(entry[26..], (ushort)cluster);
        BinaryPrimitives.WriteInt32LittleEndian(entry[28..], contents.Length);
    }

    private void SetCluster(int cluster, ushort value)
    {
        for (var table = 0; table < 2; table++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(Bytes.AsSpan(((Reserved + (table * tableSectors)) * Sector) + (2 * cluster)), value);
        }
    }
}
