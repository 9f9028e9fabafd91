using Hearth.Forwarding;

namespace Hearth.Tests;

/// <summary>The links: a tree, and some more so that there are circles. In a world that is not calm they lose, delay, repeat and reorder, and are cut.</summary>
internal sealed class WorldLinks
{
    private readonly World world;
    private readonly WorldNode[] nodes;
    private readonly FaceId[,] faces;

    public WorldLinks(World world, WorldNode[] nodes)
    {
        this.world = world;
        this.nodes = nodes;
        faces = new FaceId[nodes.Length, nodes.Length];
        for (var i = 1; i < nodes.Length; i++)
        {
            Connect(i, world.Random.Next(i));
        }

        for (var i = world.Random.Next(5); i > 0; i--)
        {
            Connect(world.Random.Next(nodes.Length), world.Random.Next(nodes.Length));
        }
    }

    /// <summary>Links that there are.</summary>
    public IEnumerable<(int A, int B)> All =>
        from a in Enumerable.Range(0, nodes.Length)
        from b in Neighbours(a)
        where a < b
        select (a, b);

    public IEnumerable<int> Neighbours(int node) =>
        Enumerable.Range(0, nodes.Length).Where(other => !faces[node, other].IsNone);

    /// <summary>The face by which a node reaches its neighbour.</summary>
    public FaceId Face(int node, int neighbour) => faces[node, neighbour];

    /// <summary>Links to the farthest that the shortest way takes.</summary>
    public int[] DistancesFrom(int start)
    {
        var distances = Enumerable.Repeat(int.MaxValue, nodes.Length).ToArray();
        distances[start] = 0;
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var neighbour in Neighbours(node).Where(neighbour => distances[neighbour] == int.MaxValue))
            {
                distances[neighbour] = distances[node] + 1;
                queue.Enqueue(neighbour);
            }
        }

        return distances;
    }

    /// <summary>Takes a link away, with whatever is under way on it.</summary>
    public void Cut(int a, int b)
    {
        nodes[a].RemoveFace(faces[a, b]);
        nodes[b].RemoveFace(faces[b, a]);
        faces[a, b] = faces[b, a] = default;
    }

    private void Connect(int a, int b)
    {
        if (a == b || !faces[a, b].IsNone)
        {
            return;
        }

        int? mtu = world.Chance(0.5) ? 1400 : null;
        faces[a, b] = AddEnd(a, b, mtu);
        faces[b, a] = AddEnd(b, a, mtu);
    }

    private FaceId AddEnd(int from, int to, int? mtu)
    {
        var delay = world.Random.Next(1, 20);
        var jitter = world.IsCalm ? 0 : world.Random.Next(30);
        var loss = world.IsCalm ? 0 : world.Random.NextDouble() * 0.2;
        var repeat = world.IsCalm ? 0 : world.Random.NextDouble() * 0.1;
        return nodes[from].AddFace(FaceScope.NonLocal, mtu, (frame, lineage) =>
        {
            for (var copies = world.Chance(loss) ? 0 : world.Chance(repeat) ? 2 : 1; copies > 0; copies--)
            {
                // A frame in a cut link reaches a face that is gone.
                var face = faces[to, from];
                world.After(delay + (world.Random.NextDouble() * jitter), () => nodes[to].Receive(face, frame, lineage));
            }
        });
    }
}
