using System.Diagnostics;
using Xunit;

namespace Hearth.Tests.Supervision;

/// <summary>The real processes under <c>hearth run</c>: who ends comes back.</summary>
public sealed class RunTests : IAsyncDisposable
{
    private const string Go = @"^supervisor: process (\d+) may start\.$";

    private readonly string state = Directory.CreateTempSubdirectory("hearth-run-").FullName;
    private readonly HearthProcess run;

    public RunTests() => run = HearthProcess.Start(state, "run");

    public async ValueTask DisposeAsync()
    {
        await run.DisposeAsync();
        Directory.Delete(state, recursive: true);
    }

    [Fact]
    public async Task A_node_that_dies_is_started_again_each_time_later()
    {
        var node = await run.ProcessInLineAsync(Go);
        foreach (var delay in new[] { 1, 2 })
        {
            var died = Stopwatch.StartNew();
            HearthProcess.Signal(node, "KILL");
            await run.LineAsync(@"^run: node ended with code 137; starting it again\.$");
            node = await run.ProcessInLineAsync(Go);
            Assert.True(died.Elapsed >= TimeSpan.FromSeconds(delay), $"after {died.Elapsed}");
        }
    }

    [Fact]
    public async Task A_node_that_hangs_is_ended_and_started_again()
    {
        var node = await run.ProcessInLineAsync(Go);
        await run.LineAsync("^Hearth is ready");
        HearthProcess.Signal(node, "STOP");

        Assert.Equal(node, await run.ProcessInLineAsync(@"^supervisor: ended process (\d+): it answered no ping in time\.$"));
        Assert.NotEqual(node, await run.ProcessInLineAsync(Go));
    }

    [Fact]
    public async Task When_the_supervisor_dies_both_come_back()
    {
        var supervisor = await run.ProcessInLineAsync(@"^run: started supervise as process (\d+)\.$");
        var node = await run.ProcessInLineAsync(Go);
        HearthProcess.Signal(supervisor, "KILL");

        Assert.NotEqual(supervisor, await run.ProcessInLineAsync(@"^run: started supervise as process (\d+)\.$"));
        Assert.NotEqual(node, await run.ProcessInLineAsync(Go));
    }

    [Fact]
    public async Task When_run_dies_nothing_is_left()
    {
        var supervisor = await run.ProcessInLineAsync(@"^run: started supervise as process (\d+)\.$");
        var node = await run.ProcessInLineAsync(Go);
        using var supervisorProcess = Process.GetProcessById(supervisor);
        using var nodeProcess = Process.GetProcessById(node);
        // A process that stands still ends as well.
        HearthProcess.Signal(node, "STOP");

        HearthProcess.Signal(run.Id, "KILL");

        await supervisorProcess.WaitForExitAsync(TestContext.Current.CancellationToken);
        await nodeProcess.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("INT INT")]
    [InlineData("INT TERM")]
    public async Task Told_to_stop_all_end_in_peace(string signals)
    {
        await run.LineAsync("^Hearth is ready");

        foreach (var signal in signals.Split(' '))
        {
            HearthProcess.Signal(run.Id, signal);
        }

        Assert.Equal(0, await run.EndAsync());
        Assert.Empty(Directory.GetFiles($"{state}/run", "*.sock"));
        Assert.DoesNotContain("Unhandled exception", run.Transcript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_on_the_same_folder_says_so()
    {
        await run.LineAsync(Go);

        var (exitCode, output) = await HearthProcess.RunAsync(state, "run");

        Assert.Equal(1, exitCode);
        Assert.Equal($"hearth: another `hearth run` has {state}; stop it, or give another folder with --state DIR.", output);
    }
}
