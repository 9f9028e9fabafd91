using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Signing;

namespace Hearth.Tests;

/// <summary>What is asked for and who has it: producers, consumers, routes, and somebody on the network who means ill.</summary>
internal sealed class WorldContent
{
    private const int Items = 12;
    private static readonly Name Multicast = Name.Parse("/localhost/nfd/strategy/multicast");

    private readonly World world;
    private readonly WorldNode[] nodes;
    private readonly WorldLinks links;
    private readonly FaceId[] consumers;
    private readonly int[] producers;
    private uint lastToken;
    private int lastLie;

    public WorldContent(World world, WorldNode[] nodes, WorldLinks links)
    {
        this.world = world;
        this.nodes = nodes;
        this.links = links;
        consumers = [.. nodes.Select(AddConsumer)];
        producers = [.. Enumerable.Range(0, 2).Select(_ => world.Random.Next(nodes.Length))];
        for (var i = 0; i < producers.Length; i++)
        {
            AddProducer(Name.Parse($"/p{i}"), producers[i]);
        }

        foreach (var node in nodes)
        {
            AddLocalContent(node);
        }
    }

    /// <summary>Draws what happens, and when.</summary>
    public void Schedule(TimeSpan duration)
    {
        var until = (int)duration.TotalMilliseconds;
        for (var i = 0; i < 300; i++)
        {
            world.After(world.Random.Next(until), Ask);
        }

        if (world.IsCalm)
        {
            return;
        }

        for (var i = 0; i < 20; i++)
        {
            world.After(world.Random.Next(until), Attack);
        }

        if (world.Chance(0.3))
        {
            world.After(world.Random.Next(until), () =>
            {
                var (a, b) = world.Random.GetItems(links.All.ToArray(), 1)[0];
                links.Cut(a, b);
            });
        }
    }

    private FaceId AddConsumer(WorldNode node) =>
        node.AddFace(FaceScope.Local, null, (frame, _) => world.Oracle.Received(node.Index, frame, world.Now));

    private void AddProducer(Name prefix, int home)
    {
        nodes[home].Forwarder.Fib.AddNextHop(prefix, AddApplication(nodes[home]), 0);
        var distances = links.DistancesFrom(home);
        foreach (var (a, b) in links.All)
        {
            foreach (var (from, to) in ((int, int)[])[(a, b), (b, a)])
            {
                // A calm world's routes lead closer; elsewhere some lead in circles.
                if (distances[to] < distances[from] || (!world.IsCalm && world.Chance(0.4)))
                {
                    var cost = world.IsCalm ? (ulong)distances[to] : (ulong)world.Random.Next(10);
                    nodes[from].Forwarder.Fib.AddNextHop(prefix, links.Face(from, to), cost);
                }
            }
        }

        foreach (var node in nodes.Where(_ => world.Chance(0.5)))
        {
            node.Forwarder.Strategies.Set(prefix, Multicast);
        }
    }

    // Each node has a program of its own under /localhost; every other one answers its neighbours under /localhop. The
    // default route leads to nobody who knows anything.
    private void AddLocalContent(WorldNode node)
    {
        var application = AddApplication(node);
        var fib = node.Forwarder.Fib;
        fib.AddNextHop(Name.Parse("/localhost/app"), application, 0);
        fib.AddNextHop(Name.Empty, node.AddFace(FaceScope.Local, null, (_, _) => { }), 0);
        if (node.Index % 2 == 0)
        {
            fib.AddNextHop(Name.Parse("/localhop/app"), application, 0);
        }

        foreach (var neighbour in links.Neighbours(node.Index))
        {
            fib.AddNextHop(Name.Parse("/localhop/app"), links.Face(node.Index, neighbour), 1);
        }
    }

    private FaceId AddApplication(WorldNode node)
    {
        FaceId face = default;
        face = node.AddFace(FaceScope.Local, null, (frame, _) => world.After(world.Random.Next(30), () => Produce(node, face, frame)));
        return face;
    }

    private void Produce(WorldNode node, FaceId face, byte[] frame)
    {
        LpPacket.TryRead(frame, out var link, out _);
        Interest.TryRead(link.Fragment, out var interest, out _);
        if (IsMissing(interest.Name.ToName()))
        {
            Send(node, face, new LpPacket { Fragment = interest.Wire, FragCount = 1, Nack = NackReason.NoRoute });
            return;
        }

        // Item 1 is stale at once, item 2 soon.
        var item = interest.Name[1].ToString();
        var freshness = item.EndsWith('1') ? TimeSpan.Zero : TimeSpan.FromMilliseconds(item.EndsWith('2') ? 100 : 60_000);
        var data = new DataBuilder(interest.CanBePrefix ? interest.Name.ToName().Append("x").Append("0") : interest.Name.ToName())
        {
            FreshnessPeriod = freshness,
            Content = BitConverter.GetBytes(world.Now.Ticks).Concat(new byte[world.Random.Next(3000)]).ToArray(),
        }.Build(DigestSha256.Signer);
        world.Oracle.Produced(node.Index, data);
        Send(node, face, new LpPacket { Fragment = data, FragCount = 1, CachePolicy = world.Chance(0.1) ? 1u : null });
    }

    private void Ask()
    {
        var node = nodes[world.Random.Next(nodes.Length)];
        var kind = world.Random.NextDouble();
        var item = (int)(Items * Math.Pow(world.Random.NextDouble(), 2));
        var prefix = kind < 0.05 ? "/localhost/app" : kind < 0.1 ? "/localhop/app" : $"/p{world.Random.Next(producers.Length)}";
        Ask(node, Name.Parse($"{prefix}/{item}"));
    }

    private void Ask(WorldNode node, Name name)
    {
        var canBePrefix = world.Chance(0.2);
        var mustBeFresh = world.Chance(0.4);
        var key = $"{name} {canBePrefix} {mustBeFresh}";
        if (world.IsCalm && world.Oracle.IsWaiting(node.Index, key))
        {
            return;
        }

        var lifetime = world.IsCalm ? TimeSpan.FromSeconds(4) : world.DrawMilliseconds(10, world.Chance(0.5) ? 60 : 3000);
        var interest = new InterestBuilder(name)
        {
            CanBePrefix = canBePrefix,
            MustBeFresh = mustBeFresh,
            Nonce = world.Chance(0.1) ? null : (uint)world.Random.NextInt64(1L << 32),
            Lifetime = lifetime,
            HopLimit = world.Chance(0.3) ? (byte)world.Random.Next(world.IsCalm ? 8 : 1, 16) : null,
        }.Build();
        var token = BitConverter.GetBytes(++lastToken).Concat(new byte[world.Random.Next(29)]).ToArray();
        var asked = world.Now;
        var expected = world.IsCalm ? Expected(node, name) : null;
        world.Oracle.Asked(node.Index, key, token, interest, expected);
        world.At(asked + lifetime, () => world.Oracle.Expired(token));
        Send(node, consumers[node.Index], new LpPacket { Fragment = interest, FragCount = 1, PitToken = token });

        // Some ask again before their time is over, with the same name and a new token.
        if (!world.IsCalm && world.Chance(0.2))
        {
            world.After(world.Random.Next(100), () => Ask(node, name));
        }
    }

    // Two lies from the network: a question for this machine alone, and an answer that nobody asked for. Soon after,
    // somebody does ask, and must not get it.
    private void Attack()
    {
        var node = nodes[world.Random.Next(nodes.Length)];
        if (links.Neighbours(node.Index).FirstOrDefault(-1) is not (>= 0 and var neighbour))
        {
            return;
        }

        var face = links.Face(node.Index, neighbour);
        var name = Name.Parse($"/p0/evil{++lastLie}");
        var fromNetwork = new Lineage(0, true);
        node.Receive(face, new InterestBuilder(Name.Parse("/localhost/app/0")) { Nonce = 1 }.Build(), fromNetwork);
        node.Receive(face, new DataBuilder(name) { FreshnessPeriod = TimeSpan.FromHours(1) }.Build(DigestSha256.Signer), fromNetwork);
        world.After(world.Random.Next(50), () => Ask(node, name));
    }

    // Items 3 and 7 do not exist.
    private static bool IsMissing(Name name) => name.ToString() is var uri && (uri.EndsWith("/3", StringComparison.Ordinal)
        || uri.EndsWith("/7", StringComparison.Ordinal) || uri.Contains("evil", StringComparison.Ordinal));

    // Null where more than one end is right: a neighbour without the program may have its Data in the cache.
    private static Oracle.Outcome? Expected(WorldNode node, Name name) =>
        IsMissing(name) ? Oracle.Outcome.Nacked
        : name[0].ToString() == "localhop" && node.Index % 2 != 0 ? null
        : Oracle.Outcome.Answered;

    private static void Send(WorldNode node, FaceId face, LpPacket packet)
    {
        Span<byte> frame = stackalloc byte[PacketLimits.MaxPacketSize + LpPacket.MaxHeaderSize];
        node.Receive(face, frame[..packet.WriteTo(frame)].ToArray(), default);
    }
}
