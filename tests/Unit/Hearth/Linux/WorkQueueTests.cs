using Hearth.Linux;
using Xunit;

namespace Hearth.Tests.Linux;

public sealed class WorkQueueTests
{
    [Fact]
    public void Gives_back_in_the_order_in_which_it_was_given()
    {
        var queue = new WorkQueue<int>(3);
        Assert.True(queue.TryAdd(1));
        Assert.True(queue.TryAdd(2));
        Assert.Equal(2, queue.Count);
        Assert.True(queue.TryTake(out var first) && queue.TryTake(out var second) && (first, second) == (1, 2));
    }

    [Fact]
    public void Refuses_what_comes_on_top_until_something_was_taken()
    {
        var queue = new WorkQueue<int>(1);
        Assert.True(queue.TryAdd(1));
        Assert.False(queue.TryAdd(2));
        Assert.True(queue.TryTake(out _));
        Assert.True(queue.TryAdd(3));
    }

    [Fact]
    public void A_closed_queue_takes_nothing_more_gives_out_the_rest_and_ends_every_wait()
    {
        var queue = new WorkQueue<int>(2);
        Assert.True(queue.TryAdd(1));
        queue.Close();
        Assert.False(queue.TryAdd(2));
        Assert.True(queue.TryTake(out var rest) && rest == 1);
        Assert.False(queue.TryTake(out _));
    }

    [Fact]
    public async Task Whoever_waits_is_woken_by_work_and_by_the_end()
    {
        var queue = new WorkQueue<int>(2);
        var taken = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var worker = new Thread(() =>
        {
            while (queue.TryTake(out var item))
            {
                taken.SetResult(item);
            }
        });
        worker.Start();
        Assert.True(queue.TryAdd(7));
        Assert.Equal(7, await taken.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        queue.Close();
        Assert.True(worker.Join(TimeSpan.FromSeconds(30)));
    }
}
