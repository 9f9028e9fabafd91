using System.IO.Compression;
using Hearth.Release;
using Hearth.Release.Bundles;
using Hearth.Updates.Bundle;
using Hearth.Updates.Slots;
using Xunit;

namespace Hearth.Tests.Updates.Bundle;

/// <summary>From a channel's objects into the idle slot.</summary>
public sealed class UpdateTests : IDisposable
{
    private static readonly byte[] Program = TestRelease.Noise(50, TestRelease.ProgramSize);

    private static readonly SlotContent First = TestRelease.Make("1", Program);

    private static readonly SlotContent Second = TestRelease.Make("2", TestRelease.Changed(Program, 100_000, 300));

    private readonly string folder = Directory.CreateTempSubdirectory("hearth-bundle-").FullName;
    private readonly PublishedFolder objects;
    private readonly BundleManifest manifest;

    public UpdateTests()
    {
        objects = new PublishedFolder(folder);
        var made = new BundleMaker(objects).Make("test/board", "2", Second, [First]);
        Assert.True(BundleManifest.TryRead(made.Encode(), new BundleLimits(), out var read, out var refusal), refusal?.ToString());
        manifest = read;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_empty_device_fetches_all_of_it_once()
    {
        var slots = new TestSlots();

        var (fetched, refusal) = slots.Install(manifest, Fetch);

        AssertInstalled(slots, refusal);
        Assert.InRange(fetched, TestRelease.ProgramSize, 1_300_000);
    }

    [Fact]
    public void A_device_on_the_release_before_fetches_the_difference()
    {
        var slots = new TestSlots().With(SlotSide.Running, First);

        var (fetched, refusal) = slots.Install(manifest, Fetch);

        AssertInstalled(slots, refusal);
        Assert.InRange(fetched, 300, 8000);
    }

    [Fact]
    public void A_device_whose_idle_slot_has_it_fetches_nothing()
    {
        var slots = new TestSlots().With(SlotSide.Running, First).With(SlotSide.Idle, Second);

        Assert.Equal((0, null), slots.Install(manifest, Fetch));
        AssertInstalled(slots, null);
    }

    [Fact]
    public void A_device_on_an_unknown_release_fetches_no_file_that_it_has()
    {
        var slots = new TestSlots().With(SlotSide.Running, TestRelease.Make("0", TestRelease.Noise(51, TestRelease.ProgramSize)));

        var (fetched, refusal) = slots.Install(manifest, Fetch);

        AssertInstalled(slots, refusal);
        Assert.InRange(fetched, TestRelease.ProgramSize, TestRelease.ProgramSize + (4 * ChunkCutter.MostBytes));
    }

    [Fact]
    public void What_the_idle_slot_holds_further_back_is_taken_before_it_is_overwritten()
    {
        // Everything moves towards the start, so each chunk is copied from where it is not yet overwritten.
        var slots = new TestSlots();
        byte[] moved = [.. TestRelease.Noise(77, 30 * Blocks.Size), .. Second.Root];
        moved.CopyTo(slots.Idle(SlotPart.Root), 0);
        Second.Kernel.CopyTo(slots.Idle(SlotPart.Kernel), 0);

        var (fetched, refusal) = slots.Install(manifest, Fetch);

        AssertInstalled(slots, refusal);
        Assert.InRange(fetched, 0, 3 * ChunkCutter.MostBytes);
    }

    [Fact]
    public void What_the_idle_slot_held_before_is_not_read_after_it_was_overwritten()
    {
        var slots = new TestSlots();
        // Everything moves towards the end: each source is overwritten before its turn.
        Second.Root.AsSpan(30 * Blocks.Size).CopyTo(slots.Idle(SlotPart.Root));

        var (_, refusal) = slots.Install(manifest, Fetch);

        AssertInstalled(slots, refusal);
    }

    [Fact]
    public void Interrupted_after_any_write_it_goes_on_with_what_was_written()
    {
        var whole = new TestSlots().Install(manifest, Fetch).Fetched;
        for (var writes = 1; writes < 60; writes += 7)
        {
            var slots = new TestSlots();
            var before = slots.Install(manifest, Fetch, writes).Fetched;
            var (after, refusal) = slots.Install(manifest, Fetch);

            AssertInstalled(slots, refusal);
            // What was in flight, and the pieces that the cut runs through, are fetched again.
            Assert.InRange(before + after, whole, whole + (3 * ChunkCutter.MostBytes));
        }
    }

    [Fact]
    public void A_lying_server_is_found_out_and_asked_again()
    {
        var slots = new TestSlots();
        using var unpacker = new BundleUnpacker(manifest, FetchPlan.Make(manifest, slots.Scan(manifest)), slots);
        var need = Assert.IsType<BundleStep.Need>(unpacker.Next());
        var lie = Fetch(need.Wanted);
        lie[^9] ^= 1;

        Assert.Equal(BundleFault.WrongObject, Assert.IsType<BundleStep.Refused>(unpacker.Give(lie)).Refusal.Fault);
        Assert.Equal(need.Wanted, Assert.IsType<BundleStep.Need>(unpacker.Next()).Wanted);
        Assert.IsType<BundleStep.Write>(unpacker.Give(Fetch(need.Wanted)));
    }

    [Theory]
    [InlineData(BrotliSection.MostWindowBits, true)]
    [InlineData(24, false)]
    public void A_chunk_that_wants_more_memory_than_an_update_has_is_refused_before_it_gets_it(int windowBits, bool isTaken)
    {
        var slots = new TestSlots();
        var plan = FetchPlan.Make(manifest, slots.Scan(manifest));
        var fetch = plan.Steps.OfType<PlanStep.Fetch>().First();
        var packed = new byte[ChunkCutter.MostBytes + 1024];
        Assert.True(BrotliEncoder.TryCompress(Second.Root.AsSpan((int)fetch.Piece.Offset, (int)fetch.Length), packed, out var size, 11, windowBits));
        using var unpacker = new BundleUnpacker(manifest, plan with { Steps = [fetch with { Piece = fetch.Piece with { StoredLength = size } }] }, slots);
        unpacker.Next();

        var step = unpacker.Give(packed.AsMemory(0, size));

        Assert.Equal(isTaken ? BundleFault.None : BundleFault.WrongObject, (step as BundleStep.Refused)?.Refusal.Fault ?? BundleFault.None);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void An_object_of_another_length_is_refused(int difference)
    {
        var slots = new TestSlots().With(SlotSide.Running, First);
        var (_, refusal) = slots.Install(manifest, wanted => difference > 0 ? [.. Fetch(wanted), 0] : Fetch(wanted)[..^1]);

        Assert.Equal(BundleFault.WrongObjectLength, refusal?.Fault);
    }

    [Fact]
    public void A_lying_delta_is_refused_before_anything_of_it_is_written()
    {
        var slots = new TestSlots().With(SlotSide.Running, First);

        var (_, refusal) = slots.Install(manifest, wanted => wanted.Path.StartsWith("deltas", StringComparison.Ordinal) ? TestRelease.Noise(1, wanted.StoredLength) : Fetch(wanted));

        Assert.Equal(BundleFault.WrongObject, refusal?.Fault);
    }

    [Fact]
    public void A_delta_that_makes_something_else_ends_the_plan()
    {
        var slots = new TestSlots().With(SlotSide.Running, First);
        var wrong = manifest with { Deltas = [.. manifest.Deltas.Select(delta => delta with { NewHash = ContentHash.Of([1]) })] };

        var (_, refusal) = slots.Install(wrong, wanted => Fetch(BundleObject.Of(manifest.Deltas.First(delta => delta.StoredLength == wanted.StoredLength))));

        Assert.Equal(BundleFault.WrongResult, refusal?.Fault);
    }

    [Fact]
    public void A_chunk_that_changed_since_the_scan_is_fetched_after_all()
    {
        var slots = new TestSlots().With(SlotSide.Running, First);
        var plan = FetchPlan.Make(manifest, slots.Scan(manifest));
        var copy = plan.Steps.OfType<PlanStep.Copy>().First();
        slots.Running(copy.From.Image)[copy.From.Offset + 5] ^= 1;

        using var unpacker = new BundleUnpacker(manifest, plan with { Steps = [copy] }, slots);

        Assert.Equal(BundleObject.Of(copy.Piece), Assert.IsType<BundleStep.Need>(unpacker.Next()).Wanted);
        Assert.IsType<BundleStep.Write>(unpacker.Give(Fetch(BundleObject.Of(copy.Piece))));
        Assert.IsType<BundleStep.Done>(unpacker.Next());
    }

    private byte[] Fetch(BundleObject wanted) => objects.Read(wanted.Path);

    private static void AssertInstalled(TestSlots slots, BundleRefusal? refusal)
    {
        Assert.Null(refusal);
        Assert.True(slots.Idle(SlotPart.Kernel).AsSpan(0, Second.Kernel.Length).SequenceEqual(Second.Kernel));
        Assert.True(slots.Idle(SlotPart.Root).AsSpan(0, Second.Root.Length).SequenceEqual(Second.Root));
    }
}
