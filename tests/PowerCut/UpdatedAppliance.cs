using System.Security.Cryptography;
using Hearth.Updates.Slots;

namespace Hearth.Tests.PowerCut;

/// <summary>An appliance as far as its slots go: the product's own writing on a disk that records it, and the boot loader's decisions.</summary>
internal sealed class UpdatedAppliance(DiskLayout layout, RecordedDisk disk)
{
    /// <summary>What the updater writes at a time.</summary>
    private const int ChunkSize = 64 * 1024;

    private readonly BootRecordStore store = new(disk.At(layout.Copy1), disk.At(layout.Copy2), disk.At(layout.Tries));

    public Slot Running { get; private set; } = Slot.A;

    public StartReason Reason { get; private set; } = StartReason.Good;

    public void Install(SlotImages version)
    {
        var idle = Running.Other();
        Record("boot record", SlotEvent.Prepare);
        disk.Mark("slot writing");
        using (var writer = new SlotWriter(disk.At(layout.Root(idle)), disk.At(layout.Kernel(idle)), Image(version.Root), Image(version.Kernel)))
        {
            Stream(writer, SlotPart.Root, version.Root);
            Stream(writer, SlotPart.Kernel, version.Kernel);
            Demand(writer.Finish() is null);
        }

        Record("boot record", SlotEvent.Arm);
    }

    public void GoBack() => Record("boot record", SlotEvent.GoBack);

    public void TryAgain() => Record("boot record", SlotEvent.Arm);

    /// <summary>The boot loader decides and notes it, and the system comes up.</summary>
    public void Restart()
    {
        disk.Mark("GRUB's own write");
        var choice = BootChoice.Of(store.Read(), store.ReadTries(), _ => true);
        (Running, Reason) = (choice.Started!.Value, choice.Reason);
        if (choice.Tries is { } tries && tries != store.ReadTries())
        {
            var sector = new byte[TriesBlock.Size];
            tries.Encode(sector);
            disk.At(layout.Tries).Write(0, sector);
            disk.At(layout.Tries).Flush();
        }

        Record("first start", SlotEvent.Started);
    }

    public void Confirm()
    {
        Record("confirmation", SlotEvent.Confirm);
        store.Mend();
    }

    private void Record(string phase, SlotEvent @event)
    {
        disk.Mark(phase);
        var step = SlotRules.Next(store.Read(), Running, @event);
        Demand(step.Refusal is null);
        if (step.Write is { } record)
        {
            store.Write(record);
        }
    }

    private static void Stream(SlotWriter writer, SlotPart part, byte[] image)
    {
        for (var offset = 0; offset < image.Length; offset += ChunkSize)
        {
            Demand(writer.Write(part, offset, image.AsSpan(offset, Math.Min(ChunkSize, image.Length - offset))) is null);
        }
    }

    private static SlotImage Image(byte[] bytes) => new(bytes.Length, SHA256.HashData(bytes));

    private static void Demand(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("the product refused what this appliance's life needs");
        }
    }
}
