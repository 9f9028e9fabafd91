using System.Net;
using Hearth.Tests.Fakes;
using Hearth.Web;
using Microsoft.Extensions.Logging.Abstractions;

// The panel on a fake node, for work on the page and for the browser test:
//   PanelHost [--real-button]
// Prints "open URL" once it serves and ends when its input ends.
var state = Directory.CreateTempSubdirectory("panel-host-");
try
{
    var now = DateTimeOffset.UtcNow;
    var node = new FakeNode(TimeProvider.System)
    {
        MakesTraffic = true,
        Simulated = !args.Contains("--real-button"),
        UpdateStatus = new UpdateStatus
        {
            Running = "1.4.0",
            Channel = "stable",
            CanGoBack = true,
            Phase = "available",
            Version = "1.5.0",
            Changes = "The light no longer blinks while the board sleeps.",
            CheckedAt = now.AddHours(-7),
            CheckAt = now.AddHours(16),
            InstallAt = now.AddHours(5),
            History =
            [
                new UpdateEvent(now.AddDays(-9), "1.3.1", "1.4.0", "confirmed", 1_480_000, 95, 1_480_000),
                new UpdateEvent(now.AddDays(-12), "1.3.1", "1.4.0-rc.1", "fellBack", 2_150_000, 140),
                new UpdateEvent(now.AddDays(-40), "1.3.0", "1.3.1", "confirmed", 290_000, 61),
                new UpdateEvent(now.AddDays(-71), "1.2.0", "1.3.0", "confirmed", 3_900_000, 180),
                new UpdateEvent(now.AddDays(-120), "1.1.0", "1.2.0", "confirmed", 1_100_000, 88),
            ],
        },
    };
    var options = new PanelOptions
    {
        Web = [new IPEndPoint(IPAddress.Loopback, 0)],
        SessionsFile = Path.Combine(state.FullName, "sessions.json"),
        Log = Path.Combine(state.FullName, "messages"),
    };
    await File.WriteAllTextAsync(options.Log, "Nov 20 07:00:01 data: ready: /dev/mmcblk0p6 29.1G 436.0K 29.1G 0% /data\nNov 20 07:00:03 node: node: this appliance is hearth.local on its network\n");
    await using var panel = new PanelServer(node, options, TimeProvider.System, NullLoggerFactory.Instance);
    await panel.StartAsync(CancellationToken.None);
    Console.WriteLine($"open http://{panel.WebAddresses[0]}");

    // Each line is a finger on the board's own button.
    while (await Console.In.ReadLineAsync() is not null)
    {
        await node.PressAsync(TimeSpan.FromSeconds(0.2), CancellationToken.None);
    }

    await panel.StopAsync(CancellationToken.None);
}
finally
{
    state.Delete(recursive: true);
}
