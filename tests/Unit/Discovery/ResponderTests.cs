using System.Net;
using Hearth.Discovery;
using Hearth.Discovery.Dns;
using Xunit;

namespace Hearth.Tests.Discovery;

public sealed class ResponderTests
{
    private static readonly ServiceInstance Panel = new("Hearth", "_http._tcp", 80, new Dictionary<string, string> { ["path"] = "/" });
    private static readonly DnsName Hearth = DnsName.Parse("hearth.local");
    private static readonly DnsName Panels = DnsName.Parse("_http._tcp.local");

    private readonly SimulatedLink link = new();

    [Fact]
    public void Three_probes_go_before_two_announcements()
    {
        var host = Start("192.0.2.1", seed: 1);
        link.Run(10);

        Assert.True(host.IsEstablished);
        Assert.Equal("PPPAA", string.Concat(link.Sent.Select(entry => entry.Message.IsResponse ? 'A' : 'P')));
        var gaps = link.Sent.Zip(link.Sent.Skip(1), (left, right) => (right.At - left.At).TotalMilliseconds);
        Assert.Equal([250, 250, 250, 1000], gaps);
        Assert.All(link.Sent.Take(3), entry => Assert.All(entry.Message.Questions, question => Assert.True(question.UnicastResponse)));
        Assert.All(link.Sent[3].Message.Answers, record => Assert.Equal(record.Type != DnsType.Ptr, record.CacheFlush));
    }

    [Fact]
    public void The_second_host_takes_the_next_name()
    {
        var first = Start("192.0.2.1", seed: 1);
        link.Run(5);
        var second = Start("192.0.2.2", seed: 2);
        link.Run(10);

        Assert.Equal("hearth.local.", first.Host.ToString());
        Assert.Equal("hearth-2.local.", second.Host.ToString());
        Assert.Equal("Hearth 2._http._tcp.local.", second.InstanceOf(Panel).ToString());
        Assert.True(first.IsEstablished && second.IsEstablished);
        Assert.Equal(0, first.Conflicts);
    }

    [Fact]
    public void Of_hosts_that_start_at_once_each_gets_a_name_of_its_own()
    {
        for (var seed = 1UL; seed <= 50; seed++)
        {
            var shared = new SimulatedLink();
            var hosts = new List<Responder>();
            for (var i = 0UL; i < 3; i++)
            {
                var host = new Responder("hearth", (seed * 10) + i);
                host.SetServices([Panel], shared.Now);
                shared.Add(host, $"192.0.2.{i + 1}");
                hosts.Add(host);
            }

            shared.Run(60);

            Assert.All(hosts, host => Assert.True(host.IsEstablished));
            Assert.Equal(3, hosts.Select(host => host.Host).Distinct().Count());
            Assert.Equal(3, hosts.Select(host => host.InstanceOf(Panel)).Distinct().Count());
            Assert.Contains(Hearth, hosts.Select(host => host.Host));
        }
    }

    [Fact]
    public void Of_two_established_hosts_with_one_name_one_keeps_it()
    {
        var (left, right) = (Start("192.0.2.1", seed: 1), new Responder("hearth", 2));
        var other = new SimulatedLink();
        other.Add(right, "192.0.2.2");
        link.Run(5);
        other.Run(5);

        // The two networks become one.
        link.Add(right, "192.0.2.2");
        link.Inject("192.0.2.2", new DnsMessage { IsResponse = true, Answers = [DnsRecord.Address(Hearth, IPAddress.Parse("192.0.2.2"))] });
        link.Run(10);

        Assert.True(left.IsEstablished && right.IsEstablished);
        Assert.Equal(["hearth-2.local.", "hearth.local."], new[] { left.Host.ToString(), right.Host.ToString() }.Order());
    }

    [Theory]
    [InlineData(1, "192.0.2.9", true)] // A later address wins.
    [InlineData(1, "192.0.2.0", false)]
    [InlineData(3, "192.0.2.0", true)] // A later class wins over any address.
    public void The_later_record_wins_a_simultaneous_probe(int recordClass, string address, bool rivalWins)
    {
        Start("192.0.2.1", seed: 1);
        link.Run(0.3);
        var before = link.Sent.Count;
        link.Inject("192.0.2.9", new DnsMessage
        {
            Questions = [new DnsQuestion(Hearth, DnsType.Any)],
            Authorities = [DnsRecord.Address(Hearth, IPAddress.Parse(address)) with { CacheFlush = false, Class = (ushort)recordClass }],
        });
        link.Run(0.9);

        Assert.Equal(rivalWins, link.Sent.Count == before);
    }

    [Fact]
    public void A_known_answer_is_not_repeated()
    {
        var known = DnsRecord.Pointer(Panels, DnsName.Parse("Hearth._http._tcp.local"));
        Established();
        var asked = link.Now;
        link.Inject("192.0.2.9", Query(Panels, DnsType.Ptr) with { Answers = [known with { Ttl = known.Ttl / 2 }] });
        link.Run(2);
        Assert.Empty(link.AnswersSince(asked));

        link.Inject("192.0.2.9", Query(Panels, DnsType.Ptr) with { Answers = [known with { Ttl = (known.Ttl / 2) - 1 }] });
        link.Run(2);
        Assert.Single(link.AnswersSince(asked), known.IsSameFact);
    }

    [Theory]
    [InlineData("192.0.2.9", false)]
    [InlineData("192.0.2.8", true)] // What another knows does not count.
    public void Known_answers_that_follow_a_truncated_query_count(string follower, bool answered)
    {
        var known = DnsRecord.Pointer(Panels, DnsName.Parse("Hearth._http._tcp.local"));
        Established();
        var asked = link.Now;
        link.Inject("192.0.2.9", Query(Panels, DnsType.Ptr) with { IsTruncated = true });
        link.Run(0.3);
        Assert.Empty(link.AnswersSince(asked));
        link.Inject(follower, new DnsMessage { Answers = [known] });
        link.Run(1);

        Assert.Equal(answered, link.AnswersSince(asked).Any());
    }

    [Fact]
    public void A_record_is_multicast_once_a_second_at_most()
    {
        Established();
        var asked = link.Now;
        for (var i = 0; i < 100; i++)
        {
            link.Inject("192.0.2.9", Query(Hearth, DnsType.A));
            link.Run(0.1);
        }

        Assert.InRange(link.AnswersSince(asked).Count(record => record.Type == DnsType.A), 9, 11);
    }

    [Fact]
    public void A_type_that_the_host_lacks_is_denied()
    {
        Established();
        var asked = link.Now;
        link.Inject("192.0.2.9", Query(Hearth, DnsType.Aaaa));
        link.Run(1);

        Assert.Single(link.AnswersSince(asked), DnsRecord.Nsec(Hearth, [DnsType.A]).IsSameFact);
    }

    [Fact]
    public void A_question_for_unicast_is_answered_so_and_one_of_another_class_not_at_all()
    {
        Established();
        var asked = link.Now;
        link.Inject("192.0.2.9", new DnsMessage { Questions = [new DnsQuestion(Hearth, DnsType.A, UnicastResponse: true)] });
        link.Inject("192.0.2.8", new DnsMessage { Questions = [new DnsQuestion(Hearth, DnsType.A, Class: 3)] });
        link.Run(1);

        var (_, _, receiver, _) = Assert.Single(link.Sent, entry => entry.At >= asked);
        Assert.Equal("192.0.2.9:5353", receiver!.ToString());

        // A quarter of its lifetime later the others want to hear it too.
        link.Run(31);
        asked = link.Now;
        link.Inject("192.0.2.9", new DnsMessage { Questions = [new DnsQuestion(Hearth, DnsType.A, UnicastResponse: true)] });
        link.Run(1);
        Assert.NotEmpty(link.AnswersSince(asked));
    }

    [Fact]
    public void A_plain_resolver_gets_a_plain_answer()
    {
        Established();
        var asked = link.Now;
        link.Inject("192.0.2.9", Query(Hearth, DnsType.A) with { Id = 99 }, port: 40000);
        link.Run(1);

        var (_, _, receiver, answer) = Assert.Single(link.Sent, entry => entry.At >= asked);
        Assert.Equal("192.0.2.9:40000", receiver!.ToString());
        Assert.Equal((99, 1), (answer.Id, answer.Questions.Count));
        Assert.All(answer.Answers, record => Assert.True(record.Ttl <= 10 && !record.CacheFlush));
    }

    [Fact]
    public void A_question_too_many_from_a_plain_resolver_is_not_echoed()
    {
        Established();
        var asked = link.Now;
        link.Inject("192.0.2.9", new DnsMessage { Questions = [.. Enumerable.Repeat(new DnsQuestion(Hearth, DnsType.A), 1400)] }, port: 40000);
        link.Run(1);

        Assert.DoesNotContain(link.Sent, entry => entry.At >= asked);
    }

    [Fact]
    public void The_goodbye_of_another_is_contradicted()
    {
        Established();
        var heard = link.Now;
        var shared = DnsRecord.Pointer(MulticastDns.ServiceTypes, Panels);
        link.Inject("192.0.2.9", new DnsMessage { IsResponse = true, Answers = [shared with { Ttl = 0 }] });
        link.Run(2);

        Assert.Single(link.AnswersSince(heard), record => record.IsSameFact(shared) && record.Ttl == DnsRecord.OtherTtl);
    }

    [Fact]
    public void A_flood_of_conflicts_slows_probing_down_and_a_long_name_still_gets_its_number()
    {
        var host = new Responder(new string('h', DnsName.MaxLabelSize), 1);
        link.Add(host, "192.0.2.1");
        for (var i = 0; i < 1000; i++)
        {
            link.Inject("192.0.2.9", new DnsMessage { IsResponse = true, Answers = [DnsRecord.Address(host.Host, IPAddress.Parse("192.0.2.9"))] });
            link.Run(0.05);
        }

        Assert.InRange(host.Conflicts, 15, 30);
        Assert.Equal(DnsName.MaxLabelSize, host.Host.Labels[0].Length);
        link.Run(10);
        Assert.True(host.IsEstablished);
    }

    [Fact]
    public void Answers_that_nobody_takes_are_dropped_and_counted()
    {
        var host = Start("192.0.2.1", seed: 1);
        link.Run(5);
        var query = DnsMessageTests.Write(Query(Hearth, DnsType.A));
        for (var i = 0; i < 100; i++)
        {
            host.Receive(1, new IPEndPoint(IPAddress.Parse("192.0.2.9"), 40000), query, link.Now);
        }

        Assert.Equal(Responder.MaxOutgoing, Drain(host));
        Assert.Equal(100 - Responder.MaxOutgoing, host.Dropped);
    }

    [Fact]
    public void Mutated_messages_do_no_harm()
    {
        var random = new Random(20260);
        var host = Start("192.0.2.1", seed: 1);
        var browser = new Browser("_http._tcp", 3);
        link.Add(browser, "192.0.2.3");
        link.Run(5);
        List<byte[]> seeds = [.. link.Sent.Select(entry => DnsMessageTests.Write(entry.Message))];
        var now = link.Now;
        var (answers, questions) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])seeds[random.Next(seeds.Count)].Clone();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            now += TimeSpan.FromMilliseconds(100);
            IPEndPoint sender = new(IPAddress.Parse("192.0.2.9"), random.Next(2) == 0 ? MulticastDns.Port : 40000);
            host.Receive(1, sender, bytes, now);
            browser.Receive(1, sender, bytes, now);
            host.Expire(now);
            browser.Expire(now);
            answers += Drain(host);
            questions += Drain(browser);
        }

        Assert.True(host.Malformed > 0 && browser.Malformed > 0);
        Assert.InRange(answers, 100, 20_000);
        Assert.InRange(questions, 100, 20_000);
    }

    private static int Drain(Responder host)
    {
        var count = 0;
        while (host.TryTransmit(out _))
        {
            count++;
        }

        return count;
    }

    private static int Drain(Browser browser)
    {
        var count = 0;
        while (browser.TryTransmit(out _))
        {
            count++;
        }

        return count;
    }

    private static DnsMessage Query(DnsName name, ushort type) => new() { Questions = [new DnsQuestion(name, type)] };

    private Responder Start(string address, ulong seed)
    {
        var host = new Responder("hearth", seed);
        host.SetServices([Panel], link.Now);
        link.Add(host, address);
        return host;
    }

    private void Established()
    {
        Start("192.0.2.1", seed: 1);
        link.Run(10);
    }
}
