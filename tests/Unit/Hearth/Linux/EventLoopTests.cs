using Hearth.Linux;
using Xunit;

namespace Hearth.Tests.Linux;

public sealed class EventLoopTests : IDisposable
{
    private const int MostPosted = 4;

    // Long enough for any machine; a test that needs it has failed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly EventLoop loop = new(MostPosted);
    private readonly Thread thread;

    public EventLoopTests()
    {
        thread = new Thread(loop.Run);
        thread.Start();
    }

    [Fact]
    public void Who_brings_more_work_than_may_wait_waits_too_and_all_of_it_is_done_in_order()
    {
        using var gate = new ManualResetEventSlim();
        Hold(gate);
        List<int> done = [];
        var poster = new Thread(() =>
        {
            for (var i = 0; i < 3 * MostPosted; i++)
            {
                var number = i;
                loop.Post(() => done.Add(number));
            }
        });
        poster.Start();
        Assert.True(SpinWait.SpinUntil(() => loop.Posted.Refused == 1, Patience));
        Assert.Equal((MostPosted, MostPosted, 1), loop.Posted);

        gate.Set();

        Assert.True(poster.Join(Patience));
        End();
        Assert.Equal(Enumerable.Range(0, 3 * MostPosted), done);
    }

    [Fact]
    public void A_loop_never_waits_for_itself()
    {
        var done = 0;
        loop.Post(() =>
        {
            for (var i = 0; i < 3 * MostPosted; i++)
            {
                loop.Post(() => done++);
            }
        });

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref done) == 3 * MostPosted, Patience));
        Assert.Equal(0, loop.Posted.Refused);
    }

    [Fact]
    public void A_loop_that_ended_keeps_nobody_waiting()
    {
        using var gate = new ManualResetEventSlim();
        Hold(gate);
        loop.Stop();
        var poster = new Thread(() =>
        {
            for (var i = 0; i < 3 * MostPosted; i++)
            {
                loop.Post(() => { });
            }
        });
        poster.Start();
        Assert.True(SpinWait.SpinUntil(() => loop.Posted.Refused == 1, Patience));

        gate.Set();

        Assert.True(thread.Join(Patience));
        Assert.True(poster.Join(Patience));
    }

    public void Dispose()
    {
        End();
        loop.Dispose();
    }

    // Returns once the loop does nothing else until the gate opens.
    private void Hold(ManualResetEventSlim gate)
    {
        using var held = new ManualResetEventSlim();
        loop.Post(() =>
        {
            held.Set();
            gate.Wait(Patience);
        });
        Assert.True(held.Wait(Patience));
    }

    private void End()
    {
        loop.Stop();
        thread.Join();
    }
}
