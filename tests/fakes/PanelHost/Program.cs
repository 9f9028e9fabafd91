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
    var node = new FakeNode(TimeProvider.System) { MakesTraffic = true, Simulated = !args.Contains("--real-button") };
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
