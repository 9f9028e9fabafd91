using Hearth.Supervision;
using Hearth.Tests.Identity;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Supervision;

public sealed class BootSlotsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public BootSlotsTests()
    {
        var copy = new byte[BootRecordCopy.Size];
        BootRecordCopy.Encode(BootRecord.Factory, 1, copy);
        File.WriteAllBytes(Device("record1"), copy);
        // Torn, as by a power cut.
        File.WriteAllBytes(Device("record2"), new byte[BootRecordCopy.Size]);
        File.WriteAllBytes(Device("tries"), new byte[TriesBlock.Size]);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void From_a_slot_that_is_good_what_a_power_cut_left_is_mended()
    {
        Assert.Equal(new SlotSettings(BootRecord.Factory, Slot.A), BootSlots.Open(folder.Path, Slot.A).Read());

        Assert.True(BootRecordCopy.TryDecode(File.ReadAllBytes(Device("record2")), 2, out var mended));
        Assert.Equal(BootRecord.Factory, mended);
        Assert.Equal(TriesBlock.Empty, TriesBlock.Decode(File.ReadAllBytes(Device("tries"))));
    }

    [Fact]
    public void From_a_slot_that_has_to_prove_itself_nothing_is_touched()
    {
        Assert.Equal(new SlotSettings(BootRecord.Factory, Slot.B), BootSlots.Open(folder.Path, Slot.B).Read());
        Assert.False(BootRecordCopy.TryDecode(File.ReadAllBytes(Device("record2")), 2, out _));
    }

    [Fact]
    public void A_folder_without_the_sectors_is_an_error()
    {
        File.Delete(Device("tries"));
        Assert.ThrowsAny<IOException>(() => BootSlots.Open(folder.Path, Slot.A));
    }

    private string Device(string name) => folder[name];
}
