using Hearth.Supervision;
using Hearth.Updates.Bundle;
using Hearth.Updates.Rollout;
using Hearth.Updates.Slots;
using Hearth.Updates.Tuf;

namespace Hearth.Updating;

/// <summary>
/// One round of the updater: from the channel's metadata to a slot that is tried at the next start, as far as is wished. It
/// is all that decides what is trusted; the node carries, the supervisor keeps the boot record.
/// </summary>
/// <param name="channel">Where updates come from.</param>
/// <param name="memory">What the updater keeps.</param>
/// <param name="node">Carries bytes.</param>
/// <param name="openSlots">Opens both slots' partitions.</param>
/// <param name="supervisor">Asks the supervisor for a change of the slots: why not, or null once it is on the disk.</param>
/// <param name="time">The clock.</param>
internal sealed class UpdateRound(
    Channel channel, UpdaterMemory memory, NodeCarrier node, Func<SlotDevices> openSlots,
    Func<ChildMessage, CancellationToken, Task<string?>> supervisor, TimeProvider time)
{
    /// <summary>ENOSPC, which .NET gives as the HResult.</summary>
    public const int NoSpaceLeft = 28;

    // How often something may come that is not what its name says. A node that goes on bringing it is of no use.
    private const int MostRefusals = 8;

    // As much at a time of a slot that is looked through.
    private const int ScanSize = 256 * 1024;

    // How often the owner sees it move.
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    private readonly BundleLimits limits = new();
    private UpdateReport report = new() { Phase = UpdatePhase.Checking };
    private TufRefusal? firstRefusal;
    private int refusals;
    private long reportedAt;
    private long movedAt = time.GetTimestamp();

    /// <summary>How long it has not come any further; from any thread.</summary>
    public TimeSpan Stillness => time.GetElapsedTime(Interlocked.Read(ref movedAt));

    /// <summary>Makes the round; what became of it is reported to the node.</summary>
    /// <returns>The last report.</returns>
    public async Task<UpdateReport> RunAsync(CancellationToken cancel)
    {
        try
        {
            var wish = await node.WishAsync(cancel).ConfigureAwait(false);
            await SayAsync(report, cancel).ConfigureAwait(false);
            report = await GoAsync(wish, cancel).ConfigureAwait(false);
        }
        catch (RoundEndedException end)
        {
            report = report with { Phase = end.Phase, Fault = end.Fault, Detail = end.Message, IsInstallFault = end.IsInstallFault };
        }
        catch (IOException failure)
        {
            report = report with { Phase = UpdatePhase.Failed, Fault = failure.HResult == NoSpaceLeft ? "NoRoom" : "Medium", Detail = failure.Message };
        }

        await SayAsync(report, cancel).ConfigureAwait(false);
        return report;
    }

    private async Task<UpdateReport> GoAsync(UpdateWish wish, CancellationToken cancel)
    {
        if (await LookAsync(cancel).ConfigureAwait(false) is not ({ } bundle, var brake))
        {
            throw new RoundEndedException(UpdatePhase.Nothing, nameof(TufFault.NoSuchTarget), $"the channel has nothing for {channel.Board}");
        }

        var hash = bundle.Target.Hashes[0].Digest;
        var device = new OfferedDevice(channel.Board, channel.Version, memory.Identity, wish.Now, memory.FellBackFrom(channel.Version));
        var offer = Offer.Decide(bundle.Target.Custom.Span, (brake?.Target.Custom ?? default).Span, hash, device, time.GetUtcNow());
        report = report with { Version = offer.Version, Bundle = hash, Changes = offer.Changes, NotBefore = offer.NotBefore };
        if (offer.Fault != OfferFault.None)
        {
            throw new RoundEndedException(
                offer.Fault is OfferFault.Malformed or OfferFault.WrongBoard ? UpdatePhase.Failed : UpdatePhase.Nothing,
                offer.Fault.ToString(),
                offer.Fault == OfferFault.WrongBoard
                    ? $"{channel.Track} has {offer.Version}, which is for {offer.Board}, and this is {channel.Board}"
                    : $"{channel.Track} has {offer.Version}, here runs {channel.Version}");
        }

        if (!wish.Install)
        {
            return report with { Phase = UpdatePhase.Available };
        }

        await InstallAsync(await ManifestAsync(bundle, offer, cancel).ConfigureAwait(false), hash, cancel).ConfigureAwait(false);
        return report with { Phase = UpdatePhase.Armed };
    }

    // A neighbour that lies about metadata is found out by whoever looks at it; from the beginning it is then looked at without it.
    private async Task<(TufStep.Found? Bundle, TufStep.Found? Brake)> LookAsync(CancellationToken cancel)
    {
        while (true)
        {
            var client = new TufClient(memory.Trusted, new MetadataSignatures(), new TufLimits(), time.GetUtcNow(), memory.ClockFloor);
            var exchange = new MetadataExchange(client, memory.Trusted, (file, most, stop) => FileAsync($"metadata/{file}", most, stop));
            var step = await exchange.RunAsync(client.Refresh(), cancel).ConfigureAwait(false);
            if (step is TufStep.Refreshed refreshed)
            {
                memory.ClockFloor = refreshed.ClockFloor;
                step = await exchange.RunAsync(client.Find(channel.BundleTarget), cancel).ConfigureAwait(false);
                var bundle = step as TufStep.Found;
                if (bundle is not null)
                {
                    step = await exchange.RunAsync(client.Find(channel.BrakeTarget), cancel).ConfigureAwait(false);
                }

                if (step is TufStep.Found or TufStep.Refused { Refusal.Fault: TufFault.NoSuchTarget })
                {
                    return (bundle, step as TufStep.Found);
                }
            }

            var refusal = ((TufStep.Refused)step).Refusal;
            await DemandAnotherAsync($"metadata/{refusal.File}", refusal, cancel).ConfigureAwait(false);
        }
    }

    private async Task DemandAnotherAsync(string path, TufRefusal refusal, CancellationToken cancel)
    {
        firstRefusal ??= refusal;
        if (refusal.Fault == TufFault.Unavailable
            || !await CarryAsync(() => node.RefuseAsync(path, cancel)).ConfigureAwait(false) || ++refusals > MostRefusals)
        {
            throw Failed(firstRefusal);
        }
    }

    private async Task<BundleManifest> ManifestAsync(TufStep.Found bundle, Offer offer, CancellationToken cancel)
    {
        var path = $"targets/{bundle.RemotePath}";
        byte[] bytes;
        while (true)
        {
            bytes = await FileAsync(path, limits.ManifestBytes, cancel).ConfigureAwait(false)
                ?? throw new RoundEndedException(UpdatePhase.Failed, nameof(TufFault.Unavailable), $"nobody has {bundle.RemotePath}");
            using var check = new TargetCheck(bundle.Target);
            if ((check.Append(bytes) ?? check.Finish()) is not { } refusal)
            {
                break;
            }

            await DemandAnotherAsync(path, refusal, cancel).ConfigureAwait(false);
        }

        if (!BundleManifest.TryRead(bytes, limits, out var manifest, out var wrong))
        {
            throw Failed(wrong);
        }

        return manifest.Board == channel.Board && manifest.Version == offer.Version
            ? manifest
            : throw new RoundEndedException(UpdatePhase.Failed, nameof(BundleFault.WrongBoard), $"the bundle is {manifest.Version} for {manifest.Board}");
    }

    private async Task InstallAsync(BundleManifest manifest, string hash, CancellationToken cancel)
    {
        using var slots = openSlots();
        try
        {
            await WriteAsync(slots, manifest, cancel).ConfigureAwait(false);
        }
        catch (RoundEndedException end) when (end.Fault is nameof(BundleFault.BrokenDelta) or nameof(BundleFault.WrongResult))
        {
            // A delta that this version cannot apply saves nothing. What was written by then is found in the idle slot.
            await WriteAsync(slots, manifest with { Deltas = [] }, cancel).ConfigureAwait(false);
        }

        // Before the slot is armed: a start comes only after that, and then finds which bundle it was.
        memory.Remember(hash, manifest.Version);
        await ChangeAsync(new ChildMessage.ArmSlot(), cancel).ConfigureAwait(false);
    }

    private async Task WriteAsync(SlotDevices slots, BundleManifest manifest, CancellationToken cancel)
    {
        await SayAsync(report with { Phase = UpdatePhase.Scanning, ImageBytes = manifest.Root.Length + manifest.Kernel.Length, WrittenBytes = 0 }, cancel).ConfigureAwait(false);
        var plan = FetchPlan.Make(manifest, Scan(slots, manifest, cancel));
        await ChangeAsync(new ChildMessage.PrepareSlot(), cancel).ConfigureAwait(false);
        await SayAsync(report with { Phase = UpdatePhase.Writing, FetchBytes = report.FetchedBytes + plan.FetchBytes }, cancel).ConfigureAwait(false);
        await CarryOutAsync(slots, manifest, plan, cancel).ConfigureAwait(false);
    }

    private SlotInventory Scan(SlotDevices slots, BundleManifest manifest, CancellationToken cancel)
    {
        var inventory = new SlotInventory();
        var buffer = new byte[ScanSize];
        foreach (var side in (SlotSide[])[SlotSide.Running, SlotSide.Idle])
        {
            foreach (var part in (SlotPart[])[SlotPart.Root, SlotPart.Kernel])
            {
                using var scan = new SlotScan(inventory, side, part, manifest);
                var length = slots.LengthOf(side, part);
                for (long offset = 0; offset < length; offset += ScanSize)
                {
                    cancel.ThrowIfCancellationRequested();
                    var chunk = buffer.AsSpan(0, (int)Math.Min(ScanSize, length - offset));
                    if (!slots.TryRead(side, part, offset, chunk))
                    {
                        break;
                    }

                    scan.Append(chunk);
                    Move();
                }

                scan.Finish();
            }
        }

        return inventory;
    }

    private async Task CarryOutAsync(SlotDevices slots, BundleManifest manifest, FetchPlan plan, CancellationToken cancel)
    {
        using var unpacker = new BundleUnpacker(manifest, plan, slots);
        using var writer = new SlotWriter(slots.IdleRoot, slots.IdleKernel, ImageOf(manifest.Root), ImageOf(manifest.Kernel));
        BundleObject? last = null, refused = null;
        for (var step = unpacker.Next(); step is not BundleStep.Done;)
        {
            Move();
            switch (step)
            {
                case BundleStep.Need need:
                    last = need.Wanted;
                    var stored = await ObjectAsync(need.Wanted, last == refused, cancel).ConfigureAwait(false);
                    report = report with { FetchedBytes = report.FetchedBytes + stored.Length };
                    step = unpacker.Give(stored);
                    break;
                case BundleStep.Write write:
                    Demand(writer.Write(write.Image, write.Offset, write.Bytes.Span));
                    report = report with { WrittenBytes = report.WrittenBytes + write.Bytes.Length };
                    await SayNowAndThenAsync(cancel).ConfigureAwait(false);
                    step = unpacker.Next();
                    break;
                case BundleStep.Refused { Refusal.Fault: BundleFault.WrongObject or BundleFault.WrongObjectLength } when last is not null && ++refusals <= MostRefusals:
                    refused = last;
                    await CarryAsync(() => node.RefuseAsync(last.Path, cancel)).ConfigureAwait(false);
                    step = unpacker.Next();
                    break;
                default:
                    throw Failed(((BundleStep.Refused)step).Refusal);
            }
        }

        Demand(writer.Finish());
    }

    private async Task<byte[]> ObjectAsync(BundleObject wanted, bool wasRefused, CancellationToken cancel)
    {
        try
        {
            return await CarryAsync(() => node.ObjectAsync(wanted, cancel)).ConfigureAwait(false);
        }
        catch (RoundEndedException) when (wasRefused)
        {
            throw new RoundEndedException(UpdatePhase.Failed, nameof(BundleFault.WrongObject), $"what came as {wanted.Path} is not what its name says, and nobody brings another");
        }
    }

    private async Task<byte[]?> FileAsync(string path, int mostBytes, CancellationToken cancel)
    {
        Move();
        try
        {
            return await CarryAsync(() => node.FileAsync(path, mostBytes, cancel)).ConfigureAwait(false);
        }
        catch (RoundEndedException) when (firstRefusal is not null)
        {
            // Somebody had it, and it was refused: that says more than that nobody else has it.
            throw Failed(firstRefusal);
        }
    }

    private static async Task<T> CarryAsync<T>(Func<Task<T>> carry)
    {
        try
        {
            return await carry().ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw new RoundEndedException(UpdatePhase.Failed, (failure as NotCarriedException)?.Fault ?? "Unreachable", failure.Message);
        }
    }

    private async Task ChangeAsync(ChildMessage change, CancellationToken cancel)
    {
        if (await supervisor(change, cancel).ConfigureAwait(false) is { } refusal)
        {
            throw new RoundEndedException(UpdatePhase.Failed, "SlotRefused", refusal);
        }
    }

    private Task SayNowAndThenAsync(CancellationToken cancel) =>
        time.GetElapsedTime(reportedAt) >= ReportInterval ? SayAsync(report, cancel) : Task.CompletedTask;

    // A node that hears nothing asks for another round; this one goes on.
    private async Task SayAsync(UpdateReport said, CancellationToken cancel)
    {
        (report, reportedAt) = (said, time.GetTimestamp());
        Move();
        try
        {
            await node.ReportAsync(said, cancel).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The next thing that it is asked for fails as well, and says so.
        }
    }

    private void Move() => Interlocked.Exchange(ref movedAt, time.GetTimestamp());

    private static void Demand(SlotFault? fault)
    {
        if (fault is { } why)
        {
            throw new RoundEndedException(UpdatePhase.Failed, why.ToString(), "the idle slot cannot be written", isInstallFault: true);
        }
    }

    private static SlotImage ImageOf(BundleImage image) => new(image.Length, image.Hash.Digest.ToArray());

    private static RoundEndedException Failed(TufRefusal refusal) => new(UpdatePhase.Failed, refusal.Fault.ToString(), $"{refusal.File}: {refusal.Detail}");

    private static RoundEndedException Failed(BundleRefusal refusal) => new(
        UpdatePhase.Failed, refusal.Fault.ToString(), refusal.Detail, isInstallFault: refusal.Fault is not (BundleFault.WrongObject or BundleFault.WrongObjectLength));
}
