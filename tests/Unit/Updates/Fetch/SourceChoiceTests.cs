using Hearth.Updates.Fetch;
using Xunit;

namespace Hearth.Tests.Updates.Fetch;

public sealed class SourceChoiceTests
{
    private readonly SourceChoice choice = new();

    [Fact]
    public void Named_content_comes_first() => Assert.Equal(ObjectSource.Named, choice.Choose(TimeSpan.Zero));

    [Fact]
    public void While_one_rests_the_other_is_asked_and_then_the_first_again()
    {
        choice.Report(ObjectSource.Named, FetchFault.Absent, false, TimeSpan.Zero);
        Assert.Equal(ObjectSource.Server, choice.Choose(TimeSpan.Zero));

        Assert.Equal(ObjectSource.Named, choice.Choose(SourceChoice.ShortestRest));
    }

    [Fact]
    public void Where_both_rest_it_says_when_to_go_on()
    {
        choice.Report(ObjectSource.Named, FetchFault.Interrupted, false, TimeSpan.Zero);
        choice.Report(ObjectSource.Server, FetchFault.Interrupted, false, TimeSpan.FromSeconds(5));

        Assert.Null(choice.Choose(TimeSpan.FromSeconds(5)));
        Assert.Equal(SourceChoice.ShortestRest, choice.NextTry);
        Assert.Equal(ObjectSource.Named, choice.Choose(choice.NextTry));
    }

    [Fact]
    public void Rests_grow_up_to_the_longest_and_a_success_ends_them()
    {
        var now = TimeSpan.Zero;
        for (var i = 0; i < 100; i++)
        {
            choice.Report(ObjectSource.Named, FetchFault.Interrupted, false, now);
        }

        Assert.Equal(ObjectSource.Server, choice.Choose(SourceChoice.LongestRest - TimeSpan.FromTicks(1)));
        Assert.Equal(ObjectSource.Named, choice.Choose(SourceChoice.LongestRest));
        choice.Report(ObjectSource.Named, FetchFault.None, true, now);
        Assert.Equal(ObjectSource.Named, choice.Choose(now));
    }

    [Fact]
    public void One_that_lies_rests_longer_than_one_that_breaks()
    {
        choice.Report(ObjectSource.Named, FetchFault.Wrong, false, TimeSpan.Zero);

        Assert.Equal(ObjectSource.Server, choice.Choose(TimeSpan.FromMinutes(20)));
    }

    [Fact]
    public void A_connection_that_broke_after_it_brought_something_goes_on_at_once()
    {
        choice.Report(ObjectSource.Named, FetchFault.Interrupted, true, TimeSpan.Zero);

        Assert.Equal(ObjectSource.Named, choice.Choose(SourceChoice.Breath));
    }
}
