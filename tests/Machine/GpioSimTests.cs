using System.Text;
using Hearth.Tests.Machine.Images;
using Xunit;

namespace Hearth.Tests.Machine;

/// <summary>
/// The shipped supervisor on lines of the kernel's own simulator, gpio-sim: a light of three colours and a button with bias and
/// debounce. The image's kernel, root and binary; the simulator's module and another board.json are the tests'.
/// </summary>
public sealed class GpioSimTests
{
    private const string Board = """
        {
          "title": "gpio-sim", "architecture": "amd64",
          "lights": [ { "rgb": {
            "red": { "chips": ["hearth-sim"], "line": 0 }, "green": { "chips": ["hearth-sim"], "line": 1 }, "blue": { "chips": ["hearth-sim"], "line": 2 } } } ],
          "buttons": [ { "gpio": { "chips": ["hearth-sim"], "line": 4, "activeLow": true, "bias": "pull-up", "debounceMilliseconds": 5 } } ],
          "watchdog": { "device": "/dev/watchdog0", "timeoutSeconds": 15 },
          "image": { "partitionTable": "gpt", "firmware": "uefi", "kernelArguments": "", "bootModules": [], "modules": [], "load": [], "firmwarePackages": [] }
        }
        """;

    /// <summary>Makes the lines, puts the other board.json over the image's, and lets init start the supervisor again.</summary>
    private const string SetUp = """
        set -e
        insmod /files/configfs.ko
        insmod /files/gpio-sim.ko
        mount -t configfs config /sys/kernel/config
        chip=/sys/kernel/config/gpio-sim/hearth
        mkdir -p $chip/bank
        echo 8 >$chip/bank/num_lines
        echo hearth-sim >$chip/bank/label
        echo 1 >$chip/live
        ln -s /sys/devices/platform/$(cat $chip/dev_name)/$(cat $chip/bank/chip_name) /lines
        chown 101 /dev/$(cat $chip/bank/chip_name)
        cat /lines/sim_gpio4/pull
        mount --bind /files/board.json /proc/1/root/usr/share/hearth/board.json
        kill -9 $(ps -o pid,user,args | awk '$2 == 101 && /supervise/ { print $1 }')
        """;

    /// <summary>Red, green and blue, a hundred times a second for three seconds; equal ones in a row once, with their number.</summary>
    private const string Sample = """
        i=0
        while [ $i -lt 300 ]; do
          read r </lines/sim_gpio0/value; read g </lines/sim_gpio1/value; read b </lines/sim_gpio2/value
          echo $r$g$b
          i=$((i + 1)); usleep 10000
        done | uniq -c
        """;

    [EmulatedFact]
    public async Task Three_colours_a_button_with_bias_and_debounce_work_on_lines_of_gpio_sim()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var disk = await TestDisk.FlashAsync(ImageBuild.Pc, cancel);
        await using var appliance = Appliance.Pc(disk, "pc-gpio-sim");
        await appliance.PowerOnWithAgentAsync(cancel, new Dictionary<string, byte[]>
        {
            ["board.json"] = Encoding.UTF8.GetBytes(Board),
            ["configfs.ko"] = await ImageBuild.Pc.KernelModuleAsync("fs/configfs/configfs.ko", cancel),
            ["gpio-sim.ko"] = await ImageBuild.Pc.KernelModuleAsync("drivers/gpio/gpio-sim.ko", cancel),
        });
        var agent = appliance.Machine.Agent;
        await appliance.Machine.Light.ShowsAsync(Light.Rhythm.Unclaimed, Bounds.Boot, cancel);
        Assert.Equal("pull-down", await agent.RunAsync(SetUp, cancel));
        await agent.RunAsync("until [ $(cat /lines/sim_gpio4/pull) = pull-up ]; do usleep 50000; done", cancel);
        using var panel = new PanelClient(appliance.Forward.Panel);

        // White while it starts, then blue: the three lines change at once, so that no other colour is ever seen.
        Assert.Empty((await ColoursAsync(agent, cancel)).Except(["000", "111", "001"]));
        await panel.FollowAsync(status => status.GetProperty("light").GetString() == "unclaimed", Bounds.Boot, cancel);
        // The first pattern's last flash may still have been white.
        await ColoursAsync(agent, cancel);
        var unclaimed = await ColoursAsync(agent, cancel);
        Assert.Equal(["000", "001"], unclaimed.Distinct().Order());
        await agent.RunAsync("for i in 1 2 3 4 5 6 7 8 9; do echo pull-down >/lines/sim_gpio4/pull; echo pull-up >/lines/sim_gpio4/pull; done", cancel);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await panel.TryClaimAsync("alice", cancel)).StatusCode);

        await agent.RunAsync("echo pull-down >/lines/sim_gpio4/pull; usleep 500000; echo pull-up >/lines/sim_gpio4/pull", cancel);
        await panel.FollowAsync(status => status.GetProperty("light").GetString() == "pairing", Bounds.Answer, cancel);
        var pairing = await ColoursAsync(agent, cancel);
        Assert.Equal(["000", "001"], pairing.Distinct().Order());
        // 2.5 flashes a second against two and a pause.
        Assert.True(pairing.Count > unclaimed.Count, $"{pairing.Count} changes in pairing, {unclaimed.Count} before");

        await panel.ClaimAsync("alice", cancel);
        await agent.RunAsync("until [ $(cat /lines/sim_gpio1/value) = 1 ]; do :; done", cancel, withinSeconds: Bounds.Answer.TotalSeconds);
        Assert.Equal(["010"], await ColoursAsync(agent, cancel));
    }

    private static async Task<IReadOnlyList<string>> ColoursAsync(MachineAgent agent, CancellationToken cancel) =>
        [.. from line in (await agent.RunAsync(Sample, cancel)).Split('\n')
            let parts = line.Trim().Split(' ')
            // Three reads are not one moment: what was seen once may lie across a change.
            where parts[0] != "1"
            select parts[1]];
}
