using System.Buffers.Binary;
using Hearth.Updates.Slots;

namespace Hearth.Tests.PowerCut;

/// <summary>A disk like the product's but small: GUID partition table, boot partition with FAT, slot A filled, slot B empty, data.</summary>
internal static class SmallDisk
{
    private const int Sector = 512;

    public static DiskLayout Layout => DiskLayout.Small;

    public static byte[] Make(SlotImages inSlotA) => Make(Layout, inSlotA, MakeData());

    public static byte[] Make(DiskLayout layout, SlotImages inSlotA, byte[] data)
    {
        var disk = Make(layout, MakeBootPartition());
        inSlotA.Kernel.CopyTo(disk.AsSpan((int)layout.KernelA.Offset));
        inSlotA.Root.CopyTo(disk.AsSpan((int)layout.RootA.Offset));
        data.CopyTo(disk.AsSpan((int)layout.Data.Offset));
        return disk;
    }

    /// <summary>With a boot partition and no more.</summary>
    public static byte[] Make(DiskLayout layout, byte[] boot)
    {
        var disk = new byte[layout.Length];
        WriteTable(disk, layout);
        boot.CopyTo(disk.AsSpan((int)layout.Boot.Offset));
        return disk;
    }

    private static void WriteTable(Span<byte> disk, DiskLayout layout)
    {
        var entries = disk[(2 * Sector)..(34 * Sector)];
        Extent[] partitions = [layout.Boot, layout.KernelA, layout.KernelB, layout.RootA, layout.RootB, layout.Data];
        for (var number = 0; number < partitions.Length; number++)
        {
            var entry = entries[(128 * number)..];
            entry[..16].Fill(0xAF);
            entry[16..32].Fill((byte)(number + 1));
            BinaryPrimitives.WriteInt64LittleEndian(entry[32..], partitions[number].Offset / Sector);
            BinaryPrimitives.WriteInt64LittleEndian(entry[40..], (partitions[number].End / Sector) - 1);
        }

        var header = disk.Slice(Sector, 92);
        "EFI PART\0\0\u0001\0"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], header.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], 1);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], (disk.Length / Sector) - 1);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], 34);
        BinaryPrimitives.WriteInt64LittleEndian(header[48..], (disk.Length / Sector) - 34);
        BinaryPrimitives.WriteInt64LittleEndian(header[72..], 2);
        BinaryPrimitives.WriteInt32LittleEndian(header[80..], 128);
        BinaryPrimitives.WriteInt32LittleEndian(header[84..], 128);
        BinaryPrimitives.WriteUInt32LittleEndian(header[88..], Crc32(entries));
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], Crc32(header));

        // The old table guards the new one: one entry, of type 0xEE, over everything.
        disk[446 + 4] = 0xEE;
        BinaryPrimitives.WriteInt32LittleEndian(disk[(446 + 8)..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(disk[(446 + 12)..], (disk.Length / Sector) - 1);
        BinaryPrimitives.WriteUInt16LittleEndian(disk[510..], 0xAA55);
    }

    private static byte[] MakeBootPartition()
    {
        var fat = new FatImage((int)Layout.Boot.Length);
        Span<byte> copy = stackalloc byte[BootRecordCopy.Size];
        foreach (var (number, extent) in new[] { (1, Layout.Copy1), (2, Layout.Copy2) })
        {
            BootRecordCopy.Encode(BootRecord.Factory, number, copy);
            var at = (int)(extent.Offset - Layout.Boot.Offset);
            fat.Add($"RECORD{number}", at, copy[..Sector]);
            // A line of sha256sum: 64 digits, two spaces, the name, a line feed.
            fat.Add($"RECORD{number}.SUM", at + Sector, copy.Slice(Sector, 74));
        }

        Span<byte> tries = stackalloc byte[TriesBlock.Size];
        TriesBlock.Empty.Encode(tries);
        fat.Add("TRIES", (int)(Layout.Tries.Offset - Layout.Boot.Offset), tries);
        return fat.Bytes;
    }

    private static byte[] MakeData()
    {
        using var folder = new TemporaryFolder();
        var files = Directory.CreateDirectory(folder.File("files")).FullName;
        File.WriteAllText(Path.Join(files, "garden.txt"), "What the owner published.\n");
        var image = folder.File("data.ext4");
        Tool.Demand("/usr/sbin/mke2fs", "-q", "-t", "ext4", "-d", files, image, $"{Layout.Data.Length / 1024}k");
        return File.ReadAllBytes(image);
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
