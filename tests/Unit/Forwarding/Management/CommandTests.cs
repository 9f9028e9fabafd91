using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;
using Xunit;

namespace Hearth.Tests.Forwarding.Management;

public sealed class CommandTests
{
    private static readonly Name Prefix = Name.Parse("/p/alice");

    private readonly ManagedForwarder forwarder = new();

    [Fact]
    public void A_program_registers_a_prefix_for_itself()
    {
        var response = forwarder.Command("rib/register", new ControlParameters { Name = Prefix });
        Assert.Equal(
            new ControlResponse(200, "OK", new ControlParameters
            {
                Name = Prefix,
                FaceId = forwarder.Program.Value,
                Origin = (ulong)RouteOrigin.App,
                Cost = 0,
                Flags = (ulong)RouteInheritance.ChildInherit,
            }),
            response);
        Assert.Equal([new Route(forwarder.Program, RouteOrigin.App, 0, RouteInheritance.ChildInherit)], forwarder.Forwarder.Rib.Find(Prefix)!.Routes);
    }

    [Fact]
    public void A_route_has_what_was_asked_for()
    {
        forwarder.Command("rib/register", new ControlParameters
        {
            Name = Prefix,
            FaceId = forwarder.Neighbour.Value,
            Origin = 255,
            Cost = 10,
            Flags = 2,
            ExpirationPeriod = 60_000,
        });
        var expected = new Route(forwarder.Neighbour, RouteOrigin.Static, 10, RouteInheritance.Capture) { ExpiresAt = forwarder.Now + TimeSpan.FromMinutes(1) };
        Assert.Equal([expected], forwarder.Forwarder.Rib.Find(Prefix)!.Routes);
        forwarder.Now += TimeSpan.FromSeconds(15);
        var entry = Assert.Single(forwarder.List<RibEntryStatus>("rib/list"));
        Assert.Equal(Prefix, entry.Prefix);
        Assert.Equal([new RouteStatus(forwarder.Neighbour.Value, 255, 10, 2, 45_000)], entry.Routes);
    }

    [Fact]
    public void A_route_that_expires_after_all_time_never_does()
    {
        forwarder.Command("rib/register", new ControlParameters { Name = Prefix, ExpirationPeriod = ulong.MaxValue });
        Assert.Null(forwarder.Forwarder.Rib.Find(Prefix)!.Routes[0].ExpiresAt);
    }

    [Fact]
    public void A_program_takes_its_prefix_back_and_may_do_so_twice()
    {
        forwarder.Command("rib/register", new ControlParameters { Name = Prefix, Origin = 65 });
        var expected = new ControlResponse(200, "OK", new ControlParameters { Name = Prefix, FaceId = forwarder.Program.Value, Origin = 65 });
        Assert.Equal(expected, forwarder.Command("rib/unregister", new ControlParameters { Name = Prefix, Origin = 65 }));
        Assert.Null(forwarder.Forwarder.Rib.Find(Prefix));
        Assert.Equal(expected, forwarder.Command("rib/unregister", new ControlParameters { Name = Prefix, Origin = 65 }));
    }

    [Theory]
    [InlineData("rib/register", 9999ul)]
    [InlineData("rib/register", ulong.MaxValue)]
    [InlineData("fib/add-nexthop", 9999ul)]
    public void A_route_to_a_face_that_is_gone_is_refused(string command, ulong face) =>
        Assert.Equal(410, forwarder.Command(command, new ControlParameters { Name = Prefix, FaceId = face }).StatusCode);

    [Theory]
    [InlineData("rib/register")]
    [InlineData("fib/add-nexthop")]
    [InlineData("strategy-choice/set")]
    public void A_prefix_that_no_packet_can_have_is_refused(string command)
    {
        var name = Enumerable.Range(0, ForwarderOptions.MaxNameComponents + 1).Aggregate(Name.Empty, (longer, _) => longer.Append("a"));
        var strategy = command.StartsWith("strategy", StringComparison.Ordinal) ? Name.Parse("/localhost/nfd/strategy/multicast") : null;
        Assert.Equal(414, forwarder.Command(command, new ControlParameters { Name = name, Strategy = strategy }).StatusCode);
    }

    [Fact]
    public void A_next_hop_is_added_listed_and_removed()
    {
        var hop = new ControlParameters { Name = Prefix, FaceId = forwarder.Neighbour.Value, Cost = 5 };
        Assert.Equal(new ControlResponse(200, "OK", hop), forwarder.Command("fib/add-nexthop", hop));
        var entry = Assert.Single(forwarder.List<FibEntryStatus>("fib/list"));
        Assert.Equal(Prefix, entry.Prefix);
        Assert.Equal([new NextHopRecord(forwarder.Neighbour.Value, 5)], entry.NextHops);
        Assert.True(forwarder.Command("fib/remove-nexthop", hop with { Cost = null }).IsSuccess);
        Assert.Empty(forwarder.List<FibEntryStatus>("fib/list"));
    }

    [Theory]
    [InlineData("/localhost/nfd/strategy/multicast")]
    [InlineData("/localhost/nfd/strategy/multicast/v=4")]
    [InlineData("/localhost/nfd/strategy/multicast/v=4/retx-suppression-max~500")]
    public void A_strategy_is_set_by_name_with_its_version_or_without(string strategy)
    {
        var response = forwarder.Command("strategy-choice/set", new ControlParameters { Name = Prefix, Strategy = Name.Parse(strategy) });
        var chosen = forwarder.Forwarder.Strategies.Find(Prefix).InstanceName;
        Assert.Equal(new ControlResponse(200, "OK", new ControlParameters { Name = Prefix, Strategy = chosen }), response);
        Assert.StartsWith("/localhost/nfd/strategy/multicast", chosen.ToString(), StringComparison.Ordinal);
        Assert.Contains(new StrategyChoiceStatus(Prefix, chosen), forwarder.List<StrategyChoiceStatus>("strategy-choice/list"));
        Assert.True(forwarder.Command("strategy-choice/unset", new ControlParameters { Name = Prefix }).IsSuccess);
        Assert.Single(forwarder.List<StrategyChoiceStatus>("strategy-choice/list"));
    }

    [Theory]
    [InlineData("/x", "Strategy not registered")]
    [InlineData("/localhost/nfd/strategy/asf/max-timeouts~5", "Strategy not registered")]
    [InlineData("/localhost/nfd/strategy/asf/v=4", "Strategy not registered")]
    [InlineData("/localhost/nfd/strategy/asf/v=5/foo~42", "Error instantiating strategy: Unknown parameter foo")]
    public void An_unknown_strategy_or_parameter_is_not_found(string strategy, string expected) => Assert.Equal(
        new ControlResponse(404, expected), forwarder.Command("strategy-choice/set", new ControlParameters { Name = Prefix, Strategy = Name.Parse(strategy) }));

    [Theory]
    [InlineData("strategy-choice/unset")]
    [InlineData("fib/remove-nexthop")]
    [InlineData("rib/unregister")]
    public void A_name_that_no_table_holds_is_removed_from_none(string command)
    {
        var name = Name.Parse(string.Concat(Enumerable.Repeat("/a", ForwarderOptions.MaxNameComponents + 1)));
        Assert.Equal(200, forwarder.Command(command, new ControlParameters { Name = name }).StatusCode);
    }

    [Fact]
    public void The_root_keeps_a_strategy() =>
        Assert.Equal(400, forwarder.Command("strategy-choice/unset", new ControlParameters { Name = Name.Empty }).StatusCode);

    [Fact]
    public void The_content_store_is_configured_and_told()
    {
        var response = forwarder.Command("cs/config", new ControlParameters { Capacity = 1 << 20, Flags = 2, Mask = 3 });
        Assert.Equal(new ControlResponse(200, "OK", new ControlParameters { Capacity = 1 << 20, Flags = 2 }), response);
        Assert.False(forwarder.Forwarder.ContentStore.IsAdmitting);
        Assert.True(forwarder.Forwarder.ContentStore.IsServing);
        Assert.Equal(new ContentStoreInfo(1 << 20, 2, 0, 0, 0), Assert.Single(forwarder.List<ContentStoreInfo>("cs/info")));
        Assert.Equal(response, forwarder.Command("cs/config", new ControlParameters()));
    }

    [Theory]
    [InlineData("rib/register", "6800")]
    [InlineData("rib/register", "68080703080170" + "8301FF")]
    [InlineData("rib/unregister", "6800")]
    [InlineData("faces/create", "6800")]
    [InlineData("faces/create", "6806" + "7201616C0100")]
    [InlineData("faces/destroy", "6800")]
    [InlineData("faces/destroy", "6803690100")]
    [InlineData("faces/destroy", "6803690101")]
    [InlineData("fib/add-nexthop", "6800")]
    [InlineData("fib/remove-nexthop", "6800")]
    [InlineData("strategy-choice/set", "68050703080170")]
    [InlineData("strategy-choice/unset", "6800")]
    [InlineData("cs/config", "68036C0101")]
    [InlineData("rib/register", "")]
    [InlineData("rib/register", "69")]
    [InlineData("rib/register", "6807070308017000AA")]
    public void A_command_with_parameters_that_are_not_its_own_is_malformed(string command, string parameters)
    {
        var interest = forwarder.CommandInterest($"/localhost/nfd/{command}", Convert.FromHexString(parameters));
        Assert.Equal(400, forwarder.ResponseTo(interest, forwarder.Program).StatusCode);
        Assert.Equal(0, forwarder.Service.Counters.Commands);
    }

    [Theory]
    [InlineData("rib/renounce")]
    [InlineData("teapots/brew")]
    public void An_unknown_command_is_said_to_be_unknown(string command) =>
        Assert.Equal(501, forwarder.Command(command, new ControlParameters { Name = Prefix }).StatusCode);

    [Fact]
    public void A_command_without_parameters_is_malformed()
    {
        var interest = new InterestBuilder(Name.Parse("/localhost/nfd/rib/register")).Build(DigestSha256.Signer, new SignatureFreshness(default, 1, null));
        Assert.Equal(400, forwarder.ResponseTo(interest, forwarder.Program).StatusCode);
    }

    [Fact]
    public void An_answer_that_would_not_fit_leaves_the_parameters_out()
    {
        var name = Name.Empty.Append(TlvType.GenericNameComponent, new byte[6000]);
        var response = forwarder.Command("rib/register", new ControlParameters { Name = name });
        Assert.Equal(new ControlResponse(200, "OK"), response);
    }

    [Fact]
    public void An_answer_that_would_not_fit_at_all_is_left_out()
    {
        var parameters = new ControlParameters { Name = Name.Empty.Append(TlvType.GenericNameComponent, new byte[8600]) }.Encode();
        Assert.Empty(forwarder.Receive(forwarder.CommandInterest("/localhost/nfd/rib/register", parameters), forwarder.Program));
        Assert.Equal(1, forwarder.Service.Counters.Ignored);
    }

    [Theory]
    [InlineData("rib/register", 200)]
    [InlineData("rib/unregister", 200)]
    [InlineData("strategy-choice/set", 200)]
    public void A_command_as_NDNts_sends_it_is_carried_out(string vector, int expected) =>
        Assert.Equal(expected, forwarder.ResponseTo(ManagementVectors.Get(vector), forwarder.Program).StatusCode);

    [Fact]
    public void A_command_as_older_clients_send_it_is_carried_out()
    {
        Assert.True(forwarder.ResponseTo(ManagementVectors.Get("rib/register v0.2"), forwarder.Program).IsSuccess);
        Assert.Equal(forwarder.Program, forwarder.Forwarder.Rib.Find(Prefix)!.Routes[0].Face);
    }
}
