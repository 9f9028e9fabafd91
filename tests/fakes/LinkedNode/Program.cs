using Hearth.CommandLine;
using Hearth.Supervision;

// A node that is nothing but its link to the supervisor: says what it hears, and reports the health that it is told
// on stdin ("serving claimed network", each word or not). A process of its own, because a supervisor ends a node that
// hangs or outlives its link. usage: LinkedNode SOCKET
using var link = await SupervisorLink.ConnectAsync(args[0], ChildRole.Node, TimeProvider.System, CancellationToken.None);
var gone = !await link.WaitForGoAsync(Erase, CancellationToken.None);
if (gone)
{
    return ExitCode.StartAgain;
}

Console.WriteLine($"go {(link.SimulatedBoard ? "simulated" : "real")}");
link.Changed += () => Console.WriteLine($"light {link.View.Light}, window {link.View.Window}, {WindowLeft():0} s");
_ = Task.Run(ReportHealth);
Console.WriteLine($"end {await link.RunAsync(_ => Task.CompletedTask, CancellationToken.None)}");
return ExitCode.StartAgain;

Task Erase(CancellationToken stop)
{
    Console.WriteLine("erase");
    return Task.CompletedTask;
}

void ReportHealth()
{
    while (Console.ReadLine() is { } words)
    {
        link.Report(new ChildMessage.Health
        {
            Serving = words.Contains("serving", StringComparison.Ordinal),
            Claimed = words.Contains("claimed", StringComparison.Ordinal),
            Network = words.Contains("network", StringComparison.Ordinal),
            Page = "http://127.0.0.1:8080/",
        });
    }
}

double WindowLeft() => TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), link.View.WindowEnd).TotalSeconds;
