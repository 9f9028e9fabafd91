using System.Security.Cryptography;
using Hearth.Identity;
using Hearth.Linux;
using Hearth.Node;
using Hearth.Protocol;
using Microsoft.Extensions.Logging;

namespace Hearth.Discovery;

/// <summary>Does what <see cref="Neighbours"/> decides; lives on the network's thread.</summary>
internal sealed partial class Neighbourhood
{
    private readonly Neighbours neighbours = new();
    private readonly Dictionary<Name, Question> asked = [];
    private readonly EventLoop loop;
    private readonly MulticastHost host;
    private readonly NeighbourFaces faces;
    private readonly NeighbourPins pins;
    private readonly TimeProvider time;
    private readonly Func<TimeSpan> clock;
    private readonly ILogger log;
    private long seenChanges = -1;
    private Username? owner;
    private volatile NeighbourCounts counts = NeighbourCounts.None;

    /// <summary>Makes a neighbourhood of nobody yet.</summary>
    /// <param name="loop">The network's.</param>
    /// <param name="host">Where neighbours are seen.</param>
    /// <param name="faces">How they are reached.</param>
    /// <param name="pins">Who they may be.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="clock">The time since the node started.</param>
    /// <param name="log">Names namespaces and faces, and no address.</param>
    public Neighbourhood(
        EventLoop loop, MulticastHost host, NeighbourFaces faces, NeighbourPins pins, TimeProvider time, Func<TimeSpan> clock, ILogger log)
    {
        (this.loop, this.host, this.faces, this.pins, this.time, this.clock, this.log) = (loop, host, faces, pins, time, clock, log);
        faces.Answered = answer =>
        {
            var copy = answer.ToArray();
            loop.Post(() => TakeAnswer(copy));
        };
    }

    /// <summary>This node's UDP port, by which it knows itself.</summary>
    public ushort OwnPort { get; set; }

    /// <summary>How many there are. From any thread.</summary>
    public NeighbourCounts Counts => counts;

    /// <summary>When <see cref="Turn"/> is next to be called; null for never.</summary>
    public TimeSpan? NextDeadline => neighbours.NextDeadline;

    /// <summary>Whose this node is: their namespace is served here, and routed nowhere.</summary>
    public void SetOwner(Username? username)
    {
        owner = username;
        LookAgain();
    }

    /// <summary>What is seen may mean something else now, as the links changed.</summary>
    public void LookAgain() => seenChanges = -1;

    /// <summary>Takes in what is seen, and does what is due.</summary>
    public void Turn(TimeSpan now)
    {
        if (host.Changes != seenChanges)
        {
            seenChanges = host.Changes;
            var seen = SeenNeighbour.Among(host.Services, OwnPort);
            neighbours.Update([.. seen.Select(one => one.Claimed == owner ? one with { Claimed = null } : one)], now);
        }

        neighbours.Expire(now);
        while (neighbours.TryTake(out var action))
        {
            Do(action!, now);
        }

        counts = new NeighbourCounts(neighbours.Count, neighbours.Routed, neighbours.Refused, neighbours.NoRoom, host.Unread, host.Records, host.RecordsRefused);
    }

    private void Do(NeighbourAction action, TimeSpan now)
    {
        switch (action)
        {
            case NeighbourAction.Dial dial:
                faces.Dial(dial.Remote, face => loop.Post(() => neighbours.Dialled(dial.Neighbour, face, clock())));
                break;
            case NeighbourAction.HangUp hangUp:
                faces.HangUp(hangUp.Face);
                break;
            case NeighbourAction.Challenge challenge:
                Ask(challenge, now);
                break;
            case NeighbourAction.Route route:
                LogRouted(route.Face.Value, route.Claimed.Namespace);
                faces.Route(route.Face, route.Claimed.Namespace);
                break;
            case NeighbourAction.Unroute unroute:
                LogUnrouted(unroute.Face.Value, unroute.Claimed.Namespace);
                faces.Unroute(unroute.Face, unroute.Claimed.Namespace);
                break;
            default:
                throw new InvalidOperationException(action.ToString());
        }
    }

    private void Ask(NeighbourAction.Challenge challenge, TimeSpan now)
    {
        // One question a neighbour waits at most, so that there are never more than neighbours.
        foreach (var late in asked.Values.Where(question => question.Until < now || question.Neighbour == challenge.Neighbour).ToArray())
        {
            asked.Remove(late.Name);
        }

        var name = Presence.NameOf(challenge.Claimed, RandomNumberGenerator.GetBytes(Presence.NonceSize));
        asked.Add(name, new Question(name, challenge.Neighbour, challenge.Attempt, challenge.Claimed, now + Neighbours.AnswerTime));
        faces.Ask(challenge.Face, name, Neighbours.AnswerTime);
    }

    private void TakeAnswer(byte[] answer)
    {
        if (!Data.TryRead(answer, out var data, out _) || !asked.Remove(data.Name.ToName(), out var question))
        {
            return;
        }

        var verdict = pins.Judge(answer, question.Claimed, time.GetUtcNow());
        if (verdict != NeighbourVerdict.Proven)
        {
            LogRefused(question.Claimed.Namespace, verdict);
        }

        neighbours.Answered(question.Neighbour, question.Attempt, verdict, clock());
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "face {Face} leads to {Namespace}: its appliance proved to be its owner's")]
    private partial void LogRouted(uint face, Name @namespace);

    [LoggerMessage(Level = LogLevel.Information, Message = "face {Face} leads to {Namespace} no longer")]
    private partial void LogUnrouted(uint face, Name @namespace);

    [LoggerMessage(Level = LogLevel.Warning, Message = "a neighbour says that it is {Namespace}'s and is not believed ({Verdict}): nothing is routed to it")]
    private partial void LogRefused(Name @namespace, NeighbourVerdict verdict);

    /// <summary>A challenge that waits for its answer.</summary>
    private sealed record Question(Name Name, int Neighbour, int Attempt, Username Claimed, TimeSpan Until);
}
