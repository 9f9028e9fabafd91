using Hearth.Forwarding;
using Hearth.Forwarding.Strategies;
using Hearth.Protocol;
using Xunit;

namespace Hearth.Tests.Forwarding;

/// <summary>Parameters in a strategy's name; what is right and what is wrong as in NFD's tests of strategy instantiation.</summary>
public sealed class StrategyParametersTests
{
    private const string Asf = "/localhost/nfd/strategy/asf/v=5";

    private readonly Node node = new();
    private readonly FaceId[] faces;

    public StrategyParametersTests()
    {
        faces = [node.AddFace(FaceScope.Local), .. node.AddFaces(2)];
        node.AddRoute("/a", faces[1], 1);
        node.AddRoute("/a", faces[2], 2);
    }

    public static TheoryData<string> All => [.. StrategyTable.Strategies.Select(strategy => strategy.Name.ToString())];

    [Theory]
    [InlineData("", 10, 250, 2)]
    [InlineData("/retx-suppression-initial~20", 20, 250, 2)]
    [InlineData("/retx-suppression-max~1000", 10, 1000, 2)]
    [InlineData("/retx-suppression-initial~300/retx-suppression-max~500", 300, 500, 2)]
    [InlineData("/retx-suppression-max~500/retx-suppression-initial~300", 300, 500, 2)]
    [InlineData("/retx-suppression-multiplier~2.25", 10, 250, 2.25)]
    [InlineData("/retx-suppression-initial~20/retx-suppression-max~500/retx-suppression-multiplier~3", 20, 500, 3)]
    public void Suppression_is_as_the_name_says(string parameters, int initial, int max, double multiplier)
    {
        foreach (var known in StrategyTable.Strategies)
        {
            var name = Name.Parse(known.Name + parameters);
            Assert.True(StrategyTable.TryFind(name, out var strategy, out _));
            Assert.Equal(name, strategy.InstanceName);
            Assert.Equal(known.Name, strategy.Name);
            Assert.IsType(known.GetType(), strategy);
            Assert.Equal(new RetransmissionSuppression(initial, max, multiplier), strategy.Parameters.Suppression);
            Assert.Equal(RetransmissionSuppression.Default, known.Parameters.Suppression);
        }
    }

    [Theory]
    [InlineData("/retx-suppression-initial~0")]
    [InlineData("/retx-suppression-initial~20.5")]
    [InlineData("/retx-suppression-initial~-10")]
    [InlineData("/retx-suppression-initial~%20-5")]
    [InlineData("/retx-suppression-initial~NaN")]
    [InlineData("/retx-suppression-initial~99999999999")]
    [InlineData("/retx-suppression-initial~20/retx-suppression-max~10")]
    [InlineData("/retx-suppression-initial~251")]
    [InlineData("/retx-suppression-max~%20500")]
    [InlineData("/retx-suppression-max~521.5")]
    [InlineData("/retx-suppression-multiplier~0")]
    [InlineData("/retx-suppression-multiplier~0.9")]
    [InlineData("/retx-suppression-multiplier~-2.1")]
    [InlineData("/retx-suppression-multiplier~NaN")]
    [InlineData("/retx-suppression-multiplier~Infinity")]
    [InlineData("/retx-suppression-multiplier~foo")]
    [InlineData("/probing-interval~999")]
    [InlineData("/probing-interval~x")]
    [InlineData("/max-timeouts~0")]
    [InlineData("/max-timeouts~3/foo~42")]
    [InlineData("/max-timeouts")]
    [InlineData("/max-timeouts~")]
    [InlineData("/~3")]
    [InlineData("/v=6")]
    public void What_is_no_parameter_is_refused_and_says_why(string parameters)
    {
        Assert.False(StrategyTable.TryFind(Name.Parse(Asf + parameters), out var strategy, out var complaint));
        Assert.Null(strategy);
        Assert.StartsWith("Error instantiating strategy: ", complaint, StringComparison.Ordinal);
        Assert.False(node.Forwarder.Strategies.Set(Name.Empty, Name.Parse(Asf + parameters)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Only_a_strategy_that_measures_takes_what_is_about_measuring(string name)
    {
        var measures = name is Asf or "/localhost/nfd/strategy/near-caches-first/v=1";
        Assert.Equal(measures, StrategyTable.TryFind(Name.Parse($"{name}/max-timeouts~2"), out _, out _));
        Assert.Equal(measures, StrategyTable.TryFind(Name.Parse($"{name}/probing-interval~5000"), out _, out _));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Retransmissions_pass_when_the_parameters_let_them(string strategy)
    {
        node.Forwarder.Strategies.Set(Name.Empty, Name.Parse($"{strategy}/retx-suppression-initial~20/retx-suppression-max~100/retx-suppression-multiplier~1.5"));
        node.Forwarder.Fib.RemoveNextHop(Name.Parse("/a"), faces[2]);
        var passed = new List<int>();
        for (var (millisecond, last) = (0, 0); millisecond <= 500; millisecond++)
        {
            node.Interest(faces[0], "/a", (uint)millisecond + 1);
            if (node.Sent.Length > 0)
            {
                passed.Add(millisecond - last);
                last = millisecond;
            }

            node.Advance(1);
        }

        Assert.Equal([0, 20, 30, 45, 67, 100, 100, 100], passed);
    }

    [Theory]
    [InlineData("/max-timeouts~1", "2 Interest /a/2")]
    [InlineData("", "1 Interest /a/2")]
    public void A_way_is_left_after_as_many_silences_as_it_may_have(string parameters, string expected)
    {
        node.Forwarder.Strategies.Set(Name.Empty, Name.Parse(Asf + parameters));
        node.Interest(faces[0], "/a/0", 1);
        node.Data(faces[1], "/a/0");
        node.Interest(faces[0], "/a/1", 2);
        node.Advance(4000);
        _ = node.Sent;

        node.Interest(faces[0], "/a/2", 3);

        Assert.Equal([expected], node.Sent);
    }

    [Theory]
    [InlineData("/probing-interval~5000", 2)]
    [InlineData("", 1)]
    public void Another_way_is_tried_as_often_as_is_said(string parameters, int asked)
    {
        node.Forwarder.Strategies.Set(Name.Empty, Name.Parse(Asf + parameters));
        node.Interest(faces[0], "/a/0", 1);
        node.Data(faces[1], "/a/0");
        Assert.Equal(["1 Interest /a/0", "2 Interest /a/0", "0 Data /a/0"], node.Sent);
        node.Advance(4999);
        node.Interest(faces[0], "/a/1", 2);
        Assert.Single(node.Sent);
        node.Data(faces[1], "/a/1");
        node.Advance(1);
        _ = node.Sent;

        node.Interest(faces[0], "/a/2", 3);

        Assert.Equal(asked, node.Sent.Length);
    }
}
