using System.Text.Json;
using System.Text.RegularExpressions;
using Hearth.Client;
using Hearth.CommandLine;
using Hearth.Release.Bundles;
using Hearth.Tests.Updates.Bundle;
using Hearth.Updates.Slots;
using Hearth.Updating;
using Xunit;

namespace Hearth.Tests.Updating;

/// <summary>An appliance whose partitions are files: supervisor and node run, the updater is started as init would.</summary>
internal sealed class UpdatedAppliance(string folder, UpdateStage stage)
{
    // Larger than the images, as partitions are.
    private const int RootSize = 4 << 20;
    private const int KernelSize = 1 << 20;

    public string State => folder;

    public string Slots => Path.Join(folder, "slots");

    public string Channel => Path.Join(folder, "channel");

    public string Wake => Path.Join(folder, "wake");

    public string Brought => Path.Join(folder, "brought");

    public HearthProcess? Supervise { get; set; }

    public HearthProcess? Node { get; set; }

    public BootRecord Record
    {
        get
        {
            using var slots = new Devices(Slots);
            return slots.Store.Read();
        }
    }

    public void Prepare(SlotContent running, string version, string? server, string? reports, string? settings)
    {
        Directory.CreateDirectory(Slots);
        Directory.CreateDirectory(Channel);
        using (var pipe = System.Diagnostics.Process.Start("mkfifo", Wake))
        {
            pipe.WaitForExit();
        }

        foreach (var (name, content, size) in new[]
        {
            ("running-root", running.Root, RootSize), ("running-kernel", running.Kernel, KernelSize),
            ("idle-root", TestRelease.Noise(1, RootSize), RootSize), ("idle-kernel", TestRelease.Noise(2, KernelSize), KernelSize),
            ("record1", [], 1024), ("record2", [], 1024), ("tries", [], 512),
        })
        {
            var bytes = new byte[size];
            content.CopyTo(bytes, 0);
            File.WriteAllBytes(Path.Join(Slots, name), bytes);
        }

        using (var slots = new Devices(Slots))
        {
            slots.Store.Write(BootRecord.Factory);
        }

        File.Copy(Path.Join(stage.Channels, "metadata/1.root.json"), Path.Join(Channel, "root.json"));
        if (settings is not null)
        {
            File.WriteAllText(Path.Join(State, "settings.json"), settings);
        }

        var url = (server is null ? "" : $",\"server\":\"{server}\"") + (reports is null ? "" : $$""","reports":{"url":"{{reports}}","hours":0}""");
        File.WriteAllText(
            Path.Join(Channel, "channel.json"),
            $$"""{"channel":"stable","board":"{{UpdateStage.Board}}","version":"{{version}}","built":1,"prefix":"{{UpdateStage.Prefix}}"{{url}}}""");
    }

    /// <summary>The owner asks, and init starts the updater; what the owner then sees.</summary>
    public async Task<JsonElement> UpdateAsync(string ask = "install")
    {
        await AskAsync("POST", $"/api/update/{ask}");
        await WaitForWakeAsync();
        return await RunUpdaterAsync();
    }

    /// <summary>The owner has a file installed, and init starts the updater: the verb's end, and what the owner then sees.</summary>
    public async Task<(int Code, string Output, JsonElement Status)> ApplyAsync(string file)
    {
        var verb = stage.Start(State, "update", "apply", file);
        await WaitForWakeAsync();
        var status = await RunUpdaterAsync();
        return (await verb.EndAsync(), verb.Transcript, status);
    }

    public async Task<JsonElement> RunUpdaterAsync()
    {
        var updater = stage.Start(
            Path.Join(folder, "updater"), "updater", "--supervisor", $"{State}/run/supervisor.sock", "--node", $"{State}/run/updates.sock",
            "--channel", Channel, "--slots", Slots);
        int code;
        try
        {
            code = await updater.EndAsync();
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"it does not end\n{updater.Transcript}\n{Node!.Transcript}\n{Supervise!.Transcript}");
        }

        Assert.True(code == 0, updater.Transcript);
        return await StatusAsync();
    }

    private async Task WaitForWakeAsync()
    {
        using var pipe = new FileStream(Wake, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        Assert.Equal(1, await pipe.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    public async Task<JsonElement> StatusAsync() => JsonDocument.Parse(await AskAsync("GET", "/api/update")).RootElement;

    public Task<string> AskAsync(string method, string path) =>
        new OwnerApi(new StateDirectory(State)).AskAsync(method, path, TestContext.Current.CancellationToken);

    /// <summary>The machine is started again, mostly from the other slot, as the boot loader would; what went before is in the record.</summary>
    public async Task RestartAsync(string slot, string version, Func<BootRecord, BootRecord> before, bool isOther = true)
    {
        await Node!.KillAsync();
        await Supervise!.KillAsync();
        foreach (var part in isOther ? new[] { "root", "kernel" } : [])
        {
            var (running, idle) = (Path.Join(Slots, $"running-{part}"), Path.Join(Slots, $"idle-{part}"));
            File.Move(running, running + ".was");
            File.Move(idle, running);
            File.Move(running + ".was", idle);
        }

        using (var slots = new Devices(Slots))
        {
            slots.Store.Write(before(slots.Store.Read()));
        }

        Rewrite(Path.Join(Channel, "channel.json"), "\"version\":\"[^\"]*\"", $"\"version\":\"{version}\"");
        Rewrite(Path.Join(State, "updates/state.json"), "\"trialBoot\":\"[^\"]*\"", "\"trialBoot\":\"the start before\"");
        await stage.StartAsync(this, slot);
    }

    /// <summary>Waits until the supervisor has told the node how its slots are, and what was tried is judged by it.</summary>
    public async Task<JsonElement> SettledAsync()
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var state = File.ReadAllText(Path.Join(State, "updates/state.json"));
            var status = await StatusAsync();
            if (!state.Contains("\"trial\"", StringComparison.Ordinal))
            {
                return status;
            }
        }
    }

    /// <summary>What the idle slot holds, as far as an image of a version goes.</summary>
    public void AssertIdleSlotHolds(SlotContent version)
    {
        Assert.Equal(version.Root, File.ReadAllBytes(Path.Join(Slots, "idle-root")).AsSpan(0, version.Root.Length).ToArray());
        Assert.Equal(version.Kernel, File.ReadAllBytes(Path.Join(Slots, "idle-kernel")).AsSpan(0, version.Kernel.Length).ToArray());
    }

    private static void Rewrite(string file, string pattern, string by)
    {
        var text = File.ReadAllText(file);
        Assert.Matches(pattern, text);
        File.WriteAllText(file, Regex.Replace(text, pattern, by));
    }

    private sealed class Devices(string folder) : IDisposable
    {
        private readonly BlockDeviceFile[] files =
            [new(Path.Join(folder, "record1")), new(Path.Join(folder, "record2")), new(Path.Join(folder, "tries"))];

        public BootRecordStore Store => new(files[0], files[1], files[2]);

        public void Dispose()
        {
            foreach (var file in files)
            {
                file.Dispose();
            }
        }
    }
}
