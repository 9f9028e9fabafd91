using System.Security.Cryptography;
using Hearth.Tests.PowerCut;
using Hearth.Updates.Slots;
using Microsoft.Win32.SafeHandles;

namespace Hearth.Tests.Machine.Updates;

/// <summary>An appliance's disk in a file, while no machine runs on it.</summary>
internal sealed class RawDisk : IDisposable
{
    private readonly SafeFileHandle file;

    public RawDisk(string path)
    {
        const int TableSize = 34 * 512;
        file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var table = new byte[TableSize];
        RandomAccess.Read(file, table, 0);
        Layout = DiskLayout.OfDisk(table);
        Record = new(At(Layout.Copy1), At(Layout.Copy2), At(Layout.Tries));
    }

    /// <summary>Where on it things lie.</summary>
    public DiskLayout Layout { get; }

    /// <summary>The boot record, and what the boot loader noted.</summary>
    public BootRecordStore Record { get; }

    /// <summary>The boot partition with nothing where the boot record and the boot loader's block are.</summary>
    public byte[] BootFiles()
    {
        var disk = new byte[Layout.Boot.End];
        RandomAccess.Read(file, disk, 0);
        return Layout.BootFiles(disk);
    }

    public IBlockDevice At(Extent extent) => new Part(file, extent);

    /// <summary>Installs a version as the product does, up to the last step: at the next start it is tried.</summary>
    /// <param name="running">The slot that it is not written into.</param>
    /// <param name="kernel">The file with the kernel's partition.</param>
    /// <param name="root">The file with the root's.</param>
    public void Install(Slot running, string kernel, string root)
    {
        Change(running, SlotEvent.Prepare);
        Flash(running.Other(), kernel, root);
        Change(running, SlotEvent.Arm);
    }

    /// <summary>Writes a version into a slot; the record stays as it is.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="kernel">The file with the kernel's partition.</param>
    /// <param name="root">The file with the root's.</param>
    public void Flash(Slot slot, string kernel, string root)
    {
        var (kernelBytes, rootBytes) = (File.ReadAllBytes(kernel), File.ReadAllBytes(root));
        using var writer = new SlotWriter(At(Layout.Root(slot)), At(Layout.Kernel(slot)), ImageOf(rootBytes), ImageOf(kernelBytes));
        if ((writer.Write(SlotPart.Root, 0, rootBytes) ?? writer.Write(SlotPart.Kernel, 0, kernelBytes) ?? writer.Finish()) is { } fault)
        {
            throw new InvalidOperationException($"The version cannot be written: {fault}");
        }
    }

    public void Dispose() => file.Dispose();

    private void Change(Slot running, SlotEvent @event)
    {
        var step = SlotRules.Next(Record.Read(), running, @event);
        Record.Write(step.Write ?? throw new InvalidOperationException($"{@event} changes nothing: {step.Refusal}"));
    }

    private static SlotImage ImageOf(byte[] bytes) => new(bytes.Length, SHA256.HashData(bytes));

    private sealed class Part(SafeFileHandle file, Extent extent) : IBlockDevice
    {
        public long Length => extent.Length;

        public void Read(long offset, Span<byte> buffer) => RandomAccess.Read(file, buffer, extent.Offset + offset);

        public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(file, bytes, extent.Offset + offset);

        public void Flush()
        {
            // No machine has it open, so nothing is ahead of the file.
        }
    }
}
