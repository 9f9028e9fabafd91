using System.Net;
using Hearth.Discovery;
using Hearth.Discovery.Dns;
using Hearth.Forwarding;
using Hearth.Identity;
using Xunit;

namespace Hearth.Tests.Discovery;

public sealed class NeighboursTests
{
    private static readonly FaceId Face = new(300);
    private static readonly Username Alice = Username.Parse("alice");

    private readonly Neighbours neighbours = new();
    private TimeSpan now = TimeSpan.FromHours(1);

    [Fact]
    public void A_neighbour_is_dialled_asked_and_routed_once_it_proved_itself()
    {
        neighbours.Update([Seen(1, "alice")], now);
        var dial = Next<NeighbourAction.Dial>();
        Assert.Equal(RemoteOf(1), dial.Remote);

        neighbours.Dialled(dial.Neighbour, Face, now);
        var challenge = Next<NeighbourAction.Challenge>();
        Assert.Equal((Face, Alice), (challenge.Face, challenge.Claimed));
        Assert.Equal(0, neighbours.Routed);

        Answer(challenge, NeighbourVerdict.Proven);
        Assert.Equal(new NeighbourAction.Route(Face, Alice), Next<NeighbourAction.Route>());
        Assert.Equal((1, 1, 0L), (neighbours.Count, neighbours.Routed, neighbours.Refused));
    }

    [Theory]
    [InlineData((int)NeighbourVerdict.NoClaim)]
    [InlineData((int)NeighbourVerdict.NotTheDevice)]
    [InlineData((int)NeighbourVerdict.AnotherOwner)]
    [InlineData((int)NeighbourVerdict.NotPinned)]
    public void Who_is_not_believed_gets_no_route_is_counted_and_asked_again_ten_minutes_later(int verdict)
    {
        var challenge = Challenged("alice");
        Answer(challenge, (NeighbourVerdict)verdict);

        Nothing();
        Assert.Equal((0, 1L), (neighbours.Routed, neighbours.Refused));
        Assert.Equal(now + Neighbours.Recheck, neighbours.NextDeadline);
        Later();
        Assert.NotEqual(challenge.Attempt, Next<NeighbourAction.Challenge>().Attempt);
    }

    [Fact]
    public void A_route_goes_when_its_neighbour_fails_a_later_question()
    {
        Answer(Challenged("alice"), NeighbourVerdict.Proven);
        Next<NeighbourAction.Route>();
        Later();
        Answer(Next<NeighbourAction.Challenge>(), NeighbourVerdict.AnotherOwner);

        Assert.Equal(new NeighbourAction.Unroute(Face, Alice), Next<NeighbourAction.Unroute>());
    }

    [Fact]
    public void A_route_survives_two_silences_and_not_a_third_after_which_the_neighbour_is_dialled_anew()
    {
        Answer(Challenged("alice"), NeighbourVerdict.Proven);
        Next<NeighbourAction.Route>();
        for (var silence = 0; silence < 3; silence++)
        {
            Assert.Equal(1, neighbours.Routed);
            Later();
            Next<NeighbourAction.Challenge>();
            Later();
        }

        Next<NeighbourAction.Unroute>();
        Assert.Equal(new NeighbourAction.HangUp(Face), Next<NeighbourAction.HangUp>());
        Later();
        Next<NeighbourAction.Dial>();
        Assert.Equal(3, neighbours.CountOf(NeighbourVerdict.NoAnswer));
    }

    [Fact]
    public void One_who_never_answers_is_asked_ever_more_rarely()
    {
        neighbours.Update([Seen(1, "alice")], now);
        var questions = 0;
        for (var end = now + TimeSpan.FromHours(1); now < end; Later())
        {
            while (neighbours.TryTake(out var action))
            {
                questions += action is NeighbourAction.Challenge ? 1 : 0;
                if (action is NeighbourAction.Dial dial)
                {
                    neighbours.Dialled(dial.Neighbour, Face, now);
                }
            }
        }

        // Waits of 1 to 256 s and their answer times take nine minutes; from then on it is one question in 304 s.
        Assert.InRange(questions, 17, 20);
    }

    [Fact]
    public void A_late_answer_to_an_earlier_question_counts_for_nothing()
    {
        var first = Challenged("alice");
        Later();
        Later();
        Next<NeighbourAction.Challenge>();

        Answer(first, NeighbourVerdict.Proven);

        Nothing();
        Assert.Equal(0, neighbours.Routed);
    }

    [Fact]
    public void Who_says_another_name_loses_the_route_before_the_new_question()
    {
        Answer(Challenged("alice"), NeighbourVerdict.Proven);
        Next<NeighbourAction.Route>();
        neighbours.Update([Seen(1, "bob")], now);

        Next<NeighbourAction.Unroute>();
        Assert.Equal(Username.Parse("bob"), Next<NeighbourAction.Challenge>().Claimed);
    }

    [Fact]
    public void Who_claims_nothing_is_dialled_and_not_asked()
    {
        neighbours.Update([Seen(1, null)], now);
        neighbours.Dialled(Next<NeighbourAction.Dial>().Neighbour, Face, now);

        Nothing();
        Assert.Null(neighbours.NextDeadline);
    }

    [Fact]
    public void Who_goes_is_hung_up_even_while_being_dialled()
    {
        Answer(Challenged("alice"), NeighbourVerdict.Proven);
        Next<NeighbourAction.Route>();
        neighbours.Update([Seen(2, "bob")], now);
        Next<NeighbourAction.Unroute>();
        Next<NeighbourAction.HangUp>();
        var dial = Next<NeighbourAction.Dial>();
        neighbours.Update([], now);
        neighbours.Dialled(dial.Neighbour, new FaceId(301), now);

        Assert.Equal(new FaceId(301), Next<NeighbourAction.HangUp>().Face);
        Assert.Equal((0, (TimeSpan?)null), (neighbours.Count, neighbours.NextDeadline));
    }

    [Fact]
    public void Who_moves_to_another_address_is_asked_anew()
    {
        Answer(Challenged("alice"), NeighbourVerdict.Proven);
        Next<NeighbourAction.Route>();
        neighbours.Update([Seen(1, "alice") with { Remotes = [RemoteOf(9)] }], now);

        Next<NeighbourAction.Unroute>();
        Next<NeighbourAction.HangUp>();
        Assert.Equal(RemoteOf(9), Next<NeighbourAction.Dial>().Remote);
    }

    [Fact]
    public void A_crowd_gets_as_many_places_as_there_are_and_the_next_ones_when_some_go()
    {
        var crowd = Enumerable.Range(0, 100).Select(i => Seen(i, null)).ToList();
        neighbours.Update(crowd, now);
        Assert.Equal((Neighbours.Most, 68L), (neighbours.Count, neighbours.NoRoom));

        neighbours.Update([.. crowd.Skip(10)], now);
        Assert.Equal(Neighbours.Most, neighbours.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_in_whatever_order_only_the_proven_are_routed_and_every_face_is_let_go(int seed)
    {
        var world = new NeighbourWorld(seed);
        world.Run(steps: 5_000);
        world.Clear();

        Assert.True(world.Proofs > 100, $"{world.Proofs} proofs are too few to say anything");
        Assert.Empty(world.Routes);
        Assert.Empty(world.Faces);
    }

    internal static IPEndPoint RemoteOf(int host) => new(IPAddress.Parse($"192.0.2.{host}"), 6363);

    internal static SeenNeighbour Seen(int host, string? claimed) => new(
        DnsName.Of($"Hearth {host}", "_ndn", "_udp", "local"), [RemoteOf(host)], claimed is null ? null : Username.Parse(claimed));

    private NeighbourAction.Challenge Challenged(string claimed)
    {
        neighbours.Update([Seen(1, claimed)], now);
        neighbours.Dialled(Next<NeighbourAction.Dial>().Neighbour, Face, now);
        return Next<NeighbourAction.Challenge>();
    }

    private void Answer(NeighbourAction.Challenge challenge, NeighbourVerdict verdict) =>
        neighbours.Answered(challenge.Neighbour, challenge.Attempt, verdict, now);

    /// <summary>Goes to the next deadline.</summary>
    private void Later()
    {
        now = neighbours.NextDeadline ?? now;
        neighbours.Expire(now);
    }

    private T Next<T>()
        where T : NeighbourAction
    {
        Assert.True(neighbours.TryTake(out var action));
        return Assert.IsType<T>(action);
    }

    private void Nothing() => Assert.False(neighbours.TryTake(out _));
}
