using Xunit;

namespace Hearth.Tests.Machine.Images;

/// <summary>The image builder when things go wrong: one clear line, and a run again that completes.</summary>
public sealed class BuilderTests
{
    private const string Board = "qemu/virt-arm64";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_board_is_refused_with_its_line_and_field()
    {
        using var project = BuilderProject.Create();
        var file = project.PathOf($"board-support/{Board}/board.json");
        var text = await File.ReadAllTextAsync(file, Cancel);
        await File.WriteAllTextAsync(file, text.Replace("\"line\": 5", "\"line\": \"five\"", StringComparison.Ordinal), Cancel);

        var (code, said) = await project.BuildAsync([Board], Cancel);

        Assert.Equal(1, code);
        var line = Assert.Single(said);
        Assert.Contains($"board-support/{Board}/board.json:6: lights[0].gpio.line: ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_board_gets_the_names_of_those_that_are_there()
    {
        using var project = BuilderProject.Create();

        var (code, said) = await project.BuildAsync(["acme/toaster"], Cancel);

        Assert.Equal(1, code);
        Assert.Equal("There is no board acme/toaster. There are: generic/pc-x86-64 qemu/virt-arm64 raspberrypi/arm64.", Assert.Single(said));
    }

    [Fact]
    public async Task A_missing_tool_is_named_with_what_to_install()
    {
        using var project = BuilderProject.Create();
        var tools = Directory.CreateDirectory(project.PathOf("tools-without-dpkg-deb")).FullName;
        foreach (var tool in new[] { "bash", "dirname", "realpath", "git", "sed", "mkdir", "flock", "dpkg", "apt-get", "apt-cache", "sha256sum", "awk", "tar", "find", "date", "env" })
        {
            File.CreateSymbolicLink(Path.Combine(tools, tool), Path.Combine("/usr/bin", tool));
        }

        var (code, said) = await project.BuildAsync([Board], Cancel, ("PATH", tools));

        Assert.Equal(1, code);
        Assert.StartsWith("The builder needs dpkg-deb, which this machine lacks. On Debian: apt-get install ", Assert.Single(said), StringComparison.Ordinal);
    }

    [EmulatedFact]
    public async Task A_full_disk_is_said_in_one_line_and_a_run_with_room_completes()
    {
        using var project = BuilderProject.Create();
        project.ShareDownloads();

        // A disk that runs full in the middle of a stage, and one that is too small from the start.
        var (midway, saidMidway) = await project.BuildOnDiskAsync("60m", [Board], Cancel, ("HEARTH_BUILD_MB", "10"), ("UNTIL", "packages"));
        var (early, saidEarly) = await project.BuildOnDiskAsync("60m", [Board], Cancel, ("UNTIL", "packages"));
        var (code, said) = await project.BuildAsync([Board], Cancel, ("UNTIL", "packages"));

        Assert.Equal(1, midway);
        Assert.StartsWith("Stage toolbox failed: the disk is full.", saidMidway[^1], StringComparison.Ordinal);
        Assert.Equal(1, early);
        Assert.Matches("^The disk that holds .* has [0-9]+ MB left; a build takes 1500. Free some and run make image again.$", saidEarly[^1]);
        Assert.True(code == 0, string.Join('\n', said));
        Assert.StartsWith("Done in", said[^1], StringComparison.Ordinal);
    }

    [EmulatedFact]
    public async Task An_interrupted_build_is_taken_up_again_and_the_same_inputs_give_the_same_bytes()
    {
        using var one = BuilderProject.Create();
        one.ShareDownloads();
        await one.InterruptAsync([Board], inStage: "root", Cancel);
        Assert.False(Directory.Exists(one.PathOf("out/build/qemu-virt-arm64/root")), "the stage that was interrupted has a result");

        var (code, said) = await one.BuildAsync([Board], Cancel, ("UNTIL", "disk"));
        Assert.True(code == 0, string.Join('\n', said));
        Assert.DoesNotContain(said, line => line.StartsWith("  kernel", StringComparison.Ordinal));
        Assert.Contains(said, line => line.StartsWith("  root", StringComparison.Ordinal));

        var (_, again) = await one.BuildAsync([Board], Cancel, ("UNTIL", "disk"));
        Assert.StartsWith("Done in", Assert.Single(again), StringComparison.Ordinal);

        using var other = BuilderProject.Create();
        other.ShareDownloads();
        await other.BuildAsync([Board], Cancel, ("UNTIL", "disk"));
        const string Disk = "out/build/qemu-virt-arm64/disk/disk.img";
        Assert.Equal(one.Digest(Disk), other.Digest(Disk));
    }
}
