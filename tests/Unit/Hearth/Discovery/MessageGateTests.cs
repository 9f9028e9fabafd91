using Hearth.Discovery;
using Xunit;

namespace Hearth.Tests.Discovery;

/// <summary>What keeps messages from the responder and the browser: echoes of our own, and too many at a time.</summary>
public sealed class MessageGateTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void An_echo_is_our_own_for_half_a_second_and_a_strangers_words_never_are()
    {
        var own = new OwnWords();
        own.Say(new byte[] { 1, 2, 3 }, Second);

        Assert.True(own.Contains([1, 2, 3], Second * 1.5));
        Assert.True(own.Contains([1, 2, 3], Second * 1.5));
        Assert.False(own.Contains([1, 2], Second * 1.5));
        Assert.False(own.Contains([1, 2, 3], Second * 1.501));
    }

    [Fact]
    public void Of_many_words_the_last_thirty_two_are_known()
    {
        var own = new OwnWords();
        for (byte i = 0; i < 33; i++)
        {
            own.Say(new[] { i }, Second);
        }

        Assert.False(own.Contains([0], Second));
        Assert.True(own.Contains([1], Second));
        Assert.True(own.Contains([32], Second));
    }

    [Fact]
    public void A_flood_is_read_as_far_as_the_burst_goes_and_then_at_the_rate_and_the_rest_is_counted()
    {
        var allowance = new Allowance(perSecond: 10, burst: 20);
        var read = Enumerable.Range(0, 100).Count(_ => allowance.TryTake(Second));
        var later = Enumerable.Range(0, 100).Count(_ => allowance.TryTake(Second * 2));
        var muchLater = Enumerable.Range(0, 100).Count(_ => allowance.TryTake(Second * 3600));

        Assert.Equal((20, 10, 20), (read, later, muchLater));
        Assert.Equal(250, allowance.Refused);
    }
}
