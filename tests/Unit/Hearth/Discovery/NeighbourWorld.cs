using Hearth.Discovery;
using Hearth.Forwarding;
using Hearth.Identity;
using Xunit;

namespace Hearth.Tests.Discovery;

/// <summary>
/// Fifty neighbours that come, go, change their minds, answer late, falsely or not at all, as a seed has it; and what
/// must hold after each step.
/// </summary>
internal sealed class NeighbourWorld(int seed)
{
    private static readonly string?[] Claims = ["alice", "bob", null];

    private readonly Random random = new(seed);
    private readonly Neighbours neighbours = new();
    private readonly HashSet<(FaceId, Username)> proven = [];
    private readonly List<NeighbourAction> open = [];
    private uint lastFace = FaceId.FirstUnreserved;
    private TimeSpan now;

    /// <summary>Faces that are open.</summary>
    public HashSet<FaceId> Faces { get; } = [];

    /// <summary>Routes that are set.</summary>
    public HashSet<(FaceId Face, Username Claimed)> Routes { get; } = [];

    /// <summary>Proofs that came in time or not.</summary>
    public int Proofs { get; private set; }

    public void Run(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            switch (random.Next(8))
            {
                case 0:
                    neighbours.Update(
                        [.. Enumerable.Range(0, 50).Where(_ => random.Next(8) > 0).Select(i => NeighboursTests.Seen(i, Claims[(i + random.Next(20) / 19) % 3]))], now);
                    break;
                case < 6 when open.Count > 0:
                    Answer(open[random.Next(open.Count)]);
                    break;
                default:
                    now += TimeSpan.FromSeconds(random.Next(5));
                    neighbours.Expire(now);
                    break;
            }

            Take();
        }
    }

    /// <summary>All go, those too that are being dialled.</summary>
    public void Clear()
    {
        neighbours.Update([], now);
        foreach (var action in open.ToArray())
        {
            Answer(action);
        }

        Take();
    }

    private void Answer(NeighbourAction action)
    {
        open.Remove(action);
        if (action is NeighbourAction.Dial dial)
        {
            var face = random.Next(4) > 0 ? new FaceId(++lastFace) : default;
            if (!face.IsNone)
            {
                Faces.Add(face);
            }

            neighbours.Dialled(dial.Neighbour, face, now);
        }
        else if (action is NeighbourAction.Challenge challenge)
        {
            var verdict = (NeighbourVerdict)random.Next(Enum.GetValues<NeighbourVerdict>().Length);
            if (verdict == NeighbourVerdict.Proven)
            {
                Proofs++;
                proven.Add((challenge.Face, challenge.Claimed));
            }

            neighbours.Answered(challenge.Neighbour, challenge.Attempt, verdict, now);
        }
    }

    private void Take()
    {
        Assert.InRange(neighbours.Count, 0, Neighbours.Most);
        while (neighbours.TryTake(out var action))
        {
            switch (action)
            {
                case NeighbourAction.HangUp hangUp:
                    Assert.DoesNotContain(Routes, route => route.Face == hangUp.Face);
                    Assert.True(Faces.Remove(hangUp.Face));
                    break;
                case NeighbourAction.Route route:
                    Assert.Contains((route.Face, route.Claimed), proven);
                    Assert.True(Routes.Add((route.Face, route.Claimed)));
                    break;
                case NeighbourAction.Unroute unroute:
                    Assert.True(Routes.Remove((unroute.Face, unroute.Claimed)));
                    break;
                default:
                    open.Add(action!);
                    break;
            }
        }
    }
}
