using Hearth.Protocol.Link;
using Xunit;

namespace Hearth.Tests.Protocol.Link;

/// <summary>CoDel's law over a queue whose age is reported, by the millisecond.</summary>
public sealed class CongestionMarkerTests
{
    private readonly SendBacklog backlog = new();
    private readonly CongestionMarker marker;
    private long queued;
    private int now = 100_000;

    public CongestionMarkerTests() => marker = new CongestionMarker(backlog);

    [Fact]
    public void The_delay_is_the_age_of_the_first_byte_that_waits()
    {
        Report(add: 100_000, waiting: 100_000);
        Assert.Equal(TimeSpan.Zero, backlog.Delay);
        now += 20;
        Report(add: 50_000, waiting: 150_000);
        Assert.Equal(TimeSpan.FromMilliseconds(20), backlog.Delay);
        now += 10;

        // The first 100,000 have gone: what is first now came 10 ms ago.
        Report(add: 0, waiting: 50_000);
        Assert.Equal(TimeSpan.FromMilliseconds(10), backlog.Delay);
        Report(add: 0, waiting: 0);
        Assert.Equal(TimeSpan.Zero, backlog.Delay);
        Assert.Equal(0, backlog.Bytes);
    }

    [Fact]
    public void A_burst_that_drains_within_an_interval_is_not_marked()
    {
        Assert.Equal(0, MarksIn(90, delay: 50));
        Assert.Equal(0, MarksIn(20, delay: 0));
        Assert.Equal(0, MarksIn(90, delay: 50));
    }

    [Fact]
    public void A_standing_queue_is_marked_after_an_interval_and_then_ever_more_often()
    {
        Assert.Equal(0, MarksIn(100, delay: 50));
        var marks = Enumerable.Range(0, 4).Select(_ => MarksIn(500, delay: 50)).ToArray();
        Assert.InRange(marks[0], 5, 15);
        Assert.Equal(marks.Order(), marks);
        Assert.True(marks[3] > 2 * marks[0]);
        Assert.Equal(marks.Sum(), marker.Marked);
    }

    [Fact]
    public void Neither_a_short_queue_nor_a_quick_one_is_marked()
    {
        Assert.Equal(0, MarksIn(2000, delay: 4));
        Report(add: 1000, waiting: 1000);
        Assert.Equal(0, MarksIn(2000, delay: 100, bytes: 1000));
    }

    private int MarksIn(int milliseconds, int delay, int bytes = 100_000)
    {
        var marks = 0;
        for (var i = 0; i < milliseconds; i++, now++)
        {
            Report(add: 0, waiting: 0);
            now -= delay;
            Report(add: bytes, waiting: bytes);
            now += delay;
            Report(add: 0, waiting: bytes);
            marks += marker.ShouldMark(TimeSpan.FromMilliseconds(now)) ? 1 : 0;
        }

        return marks;
    }

    private void Report(int add, int waiting) => backlog.Report(queued += add, waiting, TimeSpan.FromMilliseconds(now));
}
