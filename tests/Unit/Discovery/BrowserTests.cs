using System.Net;
using Hearth.Discovery;
using Hearth.Discovery.Dns;
using Xunit;

namespace Hearth.Tests.Discovery;

public sealed class BrowserTests
{
    private static readonly ServiceInstance Node = new("Hearth", "_ndn._udp", 6363, new Dictionary<string, string> { ["namespace"] = "/p/alice" });
    private static readonly DnsName Nodes = DnsName.Parse("_ndn._udp.local");

    private readonly SimulatedLink link = new();
    private readonly Browser browser = new("_ndn._udp", 9);

    [Fact]
    public void A_service_is_found_with_all_that_is_needed_to_reach_it()
    {
        Start("192.0.2.1", 1);
        link.Run(5);
        link.Add(browser, "192.0.2.9");
        link.Run(1);

        var found = Assert.Single(browser.Services);
        Assert.Equal("Hearth._ndn._udp.local.", found.Instance.ToString());
        Assert.Equal(("hearth.local.", 6363, "/p/alice"), (found.Host.ToString(), found.Port, found.Text["Namespace"]));
        Assert.Equal([IPAddress.Parse("192.0.2.1")], found.Addresses);
    }

    [Fact]
    public void Two_nodes_of_one_name_are_both_found()
    {
        link.Add(browser, "192.0.2.9");
        Start("192.0.2.1", 1);
        Start("192.0.2.2", 2);
        link.Run(30);

        Assert.Equal(["hearth-2.local.", "hearth.local."], browser.Services.Select(found => found.Host.ToString()).Order());
        Assert.Equal(2, browser.Services.SelectMany(found => found.Addresses).Distinct().Count());
    }

    [Fact]
    public void A_goodbye_removes_the_service_a_second_later()
    {
        var host = Found();
        host.SayGoodbye();
        link.Run(0.9);
        Assert.Single(browser.Services);
        var changes = browser.Changes;
        link.Run(0.2);

        Assert.Empty(browser.Services);
        Assert.True(browser.Changes > changes);
    }

    [Fact]
    public void A_new_address_takes_the_place_of_the_old()
    {
        var host = Found();
        host.SetInterface(1, [IPAddress.Parse("192.0.2.77")], link.Now);
        link.Run(1.5);

        Assert.Equal([IPAddress.Parse("192.0.2.77")], Assert.Single(browser.Services).Addresses);
    }

    [Fact]
    public void A_service_stays_as_long_as_its_host_answers_and_no_longer()
    {
        var host = Found();
        link.Run(10_000);
        Assert.Single(browser.Services);

        host.RemoveInterface(1);
        link.Run(121);
        Assert.Empty(browser.Services);
    }

    [Fact]
    public void It_asks_ever_more_rarely()
    {
        link.Add(browser, "192.0.2.9");
        link.Run(24 * 3600);

        Assert.InRange(link.Sent.Count, 12 + 22, 12 + 24);
    }

    [Fact]
    public void What_is_missing_is_asked_for()
    {
        link.Add(browser, "192.0.2.9");
        link.Run(0.5);
        link.Inject("192.0.2.1", new DnsMessage { IsResponse = true, Answers = [DnsRecord.Pointer(Nodes, DnsName.Parse("a._ndn._udp.local"))] });
        link.Run(0.1);

        var asked = link.Sent[^1].Message.Questions;
        Assert.Equal([DnsType.Srv, DnsType.Txt], asked.Select(question => question.Type));
        Assert.All(asked, question => Assert.Equal(DnsName.Parse("a._ndn._udp.local"), question.Name));
    }

    [Fact]
    public void A_flood_of_services_neither_fills_the_memory_nor_the_link()
    {
        link.Add(browser, "192.0.2.9");
        link.Run(0.5);
        var before = link.Sent.Count;
        for (var i = 0; i < 1000; i++)
        {
            link.Inject("192.0.2.1", new DnsMessage { IsResponse = true, Answers = [DnsRecord.Pointer(Nodes, DnsName.Of($"n{i}").Under(Nodes)) with { Ttl = 2 + (uint)(i % 3) }] });
            link.Run(0.001);
        }

        link.Run(1);
        Assert.Equal(1000 - Browser.MaxRecords, browser.Refused);
        Assert.InRange(link.Sent.Count - before, 2, 5);
        link.Run(10);
        Assert.Empty(browser.Services);
    }

    [Fact]
    public void Answers_from_another_port_or_for_another_type_are_not_believed()
    {
        link.Add(browser, "192.0.2.9");
        link.Run(0.5);
        var pointer = DnsRecord.Pointer(Nodes, DnsName.Parse("a._ndn._udp.local"));
        link.Inject("192.0.2.1", new DnsMessage { IsResponse = true, Answers = [pointer] }, port: 5354);
        link.Inject("192.0.2.1", new DnsMessage { IsResponse = true, Answers = [DnsRecord.Pointer(Nodes, DnsName.Parse("a._http._tcp.local"))] });
        link.Inject("192.0.2.1", new DnsMessage { IsResponse = true, Answers = [pointer with { Class = 3 }] });
        link.Run(0.1);
        Assert.Equal(0, browser.Changes);
    }

    private Responder Start(string address, ulong seed)
    {
        var host = new Responder("hearth", seed);
        host.SetServices([Node], link.Now);
        link.Add(host, address);
        return host;
    }

    private Responder Found()
    {
        link.Add(browser, "192.0.2.9");
        var host = Start("192.0.2.1", 1);
        link.Run(10);
        Assert.Single(browser.Services);
        return host;
    }
}
