using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Hearth.Identity.State;
using Hearth.Tests.Identity;
using Hearth.Updates.Rollout;
using Hearth.Updating;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Channels = System.Threading.Channels.Channel;

namespace Hearth.Tests.Updating;

/// <summary>What a report's time and its receiver can do to a device.</summary>
public sealed class OutcomeReporterTests : IAsyncDisposable
{
    private static readonly TimeSpan MostDelay = TimeSpan.FromHours(6);

    // A test that fails waits no longer.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder folder = new();
    private readonly TcpListener server = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly TwoClocks time = new();
    private Task running = Task.CompletedTask;

    public OutcomeReporterTests() => server.Start();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        server.Dispose();
        stop.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_that_is_set_after_a_start_does_not_tell_when_that_was(bool startsAgain)
    {
        // A board without a clock chip begins at its image's making, and hears a minute later what time it is.
        var reporter = Open(MostDelay);
        reporter.Observe("aa", UpdateOutcome.FellBack);
        reporter = startsAgain ? Open(MostDelay) : reporter;
        time.Wall += TimeSpan.FromDays(90);
        var report = server.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        running = reporter.RunAsync(stop.Token);
        var wait = await time.TimerAsync().WaitAsync(Bound, TestContext.Current.CancellationToken);
        Assert.False(report.IsCompleted);

        time.Run += MostDelay;
        wait.Fire();
        (await report.WaitAsync(Bound, TestContext.Current.CancellationToken)).Dispose();
    }

    [Fact]
    public async Task A_server_that_never_comes_to_its_answer_is_left_alone()
    {
        var reporter = Open(TimeSpan.Zero);
        reporter.Observe("aa", UpdateOutcome.Confirmed);
        running = reporter.RunAsync(stop.Token);
        using var client = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var sent = new TaskCompletionSource();
        var answering = Task.Run(
            async () =>
            {
                while (true)
                {
                    await client.GetStream().WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
                    sent.TrySetResult();
                }
            },
            TestContext.Current.CancellationToken);
        await sent.Task;

        var patience = await time.TimerAsync().WaitAsync(Bound, TestContext.Current.CancellationToken);
        patience.Fire();

        await Assert.ThrowsAsync<IOException>(() => answering.WaitAsync(Bound, TestContext.Current.CancellationToken));
        await time.TimerAsync().WaitAsync(Bound, TestContext.Current.CancellationToken);
        Assert.False(running.IsCompleted);
    }

    private OutcomeReporter Open(TimeSpan mostDelay) =>
        new(new ReportAddress(new Uri($"http://{server.LocalEndpoint}/"), mostDelay), new StateFolder(folder.Path), () => true, time, NullLogger.Instance);

    /// <summary>A wall clock and one that only runs, and timers that fire when they are told to.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        private readonly Channel<Timer> timers = Channels.CreateUnbounded<Timer>();

        public DateTimeOffset Wall { get; set; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

        public TimeSpan Run { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => Run.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(() => callback(state));
            timers.Writer.TryWrite(timer);
            return timer;
        }

        public Task<Timer> TimerAsync() => timers.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
    }

    private sealed record Timer(Action Fire) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
