using Hearth.Supervision;
using Xunit;

namespace Hearth.Tests.Supervision;

/// <summary>How long a process may be silent while it starts.</summary>
public sealed class SupervisorStartTests
{
    private readonly SupervisorStage stage = new();

    [Fact]
    public void A_node_that_is_starting_may_be_silent_for_longer()
    {
        stage.Starts(1);
        stage.Advances(2);
        stage.Effects();

        stage.Advances(59.9);
        Assert.DoesNotContain("kill", stage.Effects(), StringComparison.Ordinal);
        stage.Advances(0.1);
        Assert.Contains("1!kill:NoStart", stage.Effects(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_serves_and_then_hangs_gets_no_more_than_others_for_a_ping_of_its_start()
    {
        stage.Starts(1);
        stage.Advances(20);
        stage.Says(1, new ChildMessage.Health { Serving = true, Claimed = false, Network = true });
        stage.Effects();

        stage.Advances(7.9);
        Assert.DoesNotContain("kill", stage.Effects(), StringComparison.Ordinal);
        stage.Advances(0.1);
        Assert.Contains("1!kill:NoAnswer", stage.Effects(), StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_machine_that_is_too_slow_for_the_bounds_a_node_is_restarted_a_few_times_and_then_left_alone()
    {
        const double Answer = 30;
        for (var link = 1; link <= 10; link++)
        {
            stage.Starts(link);
            stage.Says(link, new ChildMessage.Health { Serving = true, Claimed = false, Network = true });
            for (var ping = 0; ping < 20; ping++)
            {
                stage.Advances(2);
                stage.Advances(Answer);
                stage.Answers(link);
            }

            stage.Breaks(link);
        }

        Assert.Equal(2, stage.Supervisor.Counters.Kills);
    }
}
