using Hearth.Identity.State;
using Hearth.Tests.Tidy;
using Hearth.Updates.Tuf;
using Hearth.Updating;
using Xunit;

namespace Hearth.Tests.Updating;

public sealed class UpdaterMemoryTests : IDisposable
{
    private static readonly string Root = Path.Join(SourceTree.Root, "image-builder/updates/root.json");
    private static readonly DateTimeOffset Built = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hearth-updater-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_root_that_an_image_trusts_by_default_is_one()
    {
        var client = new TufClient(Open().Trusted, new MetadataSignatures(), new TufLimits(), Built, Built);

        Assert.Equal("2.root.json", Assert.IsType<TufStep.Fetch>(client.Refresh()).File);
    }

    [Fact]
    public void A_device_is_the_same_after_a_restart_and_no_other_device_is()
    {
        var identity = Open().Identity;

        Assert.True(identity.Span.SequenceEqual(Open().Identity.Span));
        folder.Delete(recursive: true);
        Assert.False(identity.Span.SequenceEqual(Open().Identity.Span));
    }

    [Fact]
    public void The_clock_floor_rises_and_never_falls()
    {
        var memory = Open();
        Assert.Equal(Built, memory.ClockFloor);

        memory.ClockFloor = Built.AddDays(3);
        memory.ClockFloor = Built.AddDays(1);

        Assert.Equal(Built.AddDays(3), Open().ClockFloor);
    }

    [Fact]
    public void A_bundle_that_was_tried_and_does_not_run_fell_back()
    {
        Assert.Null(Open().FellBackFrom("1"));
        Open().Remember("00ff", "2");

        Assert.Equal("00ff", Open().FellBackFrom("1"));
        Assert.Null(Open().FellBackFrom("2"));
    }

    private UpdaterMemory Open() => new(new StateFolder(folder.FullName), Root, Built);
}
