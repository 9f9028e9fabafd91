using System.Globalization;
using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Tests;

/// <summary>
/// Knows the rules and sees everything. Every Interest of a consumer ends once: by Data that a producer made and that
/// matches, by a Nack, or by its lifetime.
/// </summary>
internal sealed class Oracle
{
    private readonly Dictionary<string, Request> requests = [];
    private readonly Dictionary<string, int> producers = [];

    public List<string> Violations { get; } = [];

    public int Count(Outcome outcome) => requests.Values.Count(request => request.Outcome == outcome);

    public bool IsWaiting(int node, string key) =>
        requests.Values.Any(request => request.Outcome == Outcome.Pending && request.Node == node && request.Key == key);

    public void Asked(int node, string key, byte[] token, byte[] interest, Outcome? expected)
    {
        // A face's newer Interest of the same kind takes the place of the older: its token is the one to come back.
        foreach (var older in requests.Values.Where(request => request.Outcome == Outcome.Pending && request.Node == node && request.Key == key))
        {
            older.Outcome = Outcome.Replaced;
        }

        requests.Add(Convert.ToHexString(token), new Request(node, key, interest, expected));
    }

    public void Produced(int node, byte[] data) => producers.TryAdd(Convert.ToHexString(data), node);

    public void Expired(byte[] token)
    {
        var request = requests[Convert.ToHexString(token)];
        if (request.Outcome == Outcome.Pending)
        {
            request.Outcome = Outcome.TimedOut;
        }
    }

    public void Received(int node, ReadOnlySpan<byte> frame, TimeSpan now)
    {
        LpPacket.TryRead(frame, out var link, out _);
        if (!requests.TryGetValue(Convert.ToHexString(link.PitToken), out var request) || request.Node != node)
        {
            Violate(now, $"node {node} got an answer with a token that it did not give");
        }
        else if (request.Outcome != Outcome.Pending)
        {
            Violate(now, $"node {node} got an answer to {request.Key}, which was {request.Outcome} already");
        }
        else if (link.Nack is not null)
        {
            request.Outcome = Outcome.Nacked;
        }
        else
        {
            request.Outcome = Outcome.Answered;
            CheckData(request, link.Fragment, now);
        }
    }

    public void Violate(TimeSpan now, string rule) =>
        Violations.Add(string.Create(CultureInfo.InvariantCulture, $"at {now.TotalMilliseconds} ms {rule}"));

    /// <summary>What must hold when nothing moves any more.</summary>
    public void CheckEnd(TimeSpan now)
    {
        foreach (var request in requests.Values)
        {
            if (request.Outcome == Outcome.Pending)
            {
                Violate(now, $"{request.Key} of node {request.Node} never ended");
            }
            else if (request.Expected is { } expected && request.Outcome != expected)
            {
                Violate(now, $"{request.Key} of node {request.Node} was {request.Outcome}, and should be {expected}");
            }
        }
    }

    private void CheckData(Request request, ReadOnlySpan<byte> wire, TimeSpan now)
    {
        Interest.TryRead(request.Interest, out var interest, out _);
        Data.TryRead(wire, out var data, out _);
        if (!producers.TryGetValue(Convert.ToHexString(wire), out var producer))
        {
            Violate(now, $"Data {data.Name.ToString()} is not what any producer made: unsolicited Data was accepted");
            return;
        }

        if (!interest.MatchesName(data))
        {
            Violate(now, $"Data {data.Name.ToString()} does not answer {interest.Name.ToString()}");
        }

        if (interest.Name.ToString().StartsWith("/localhost/", StringComparison.Ordinal) && producer != request.Node)
        {
            Violate(now, $"{data.Name.ToString()} of node {producer} reached node {request.Node}");
        }
    }

    internal enum Outcome
    {
        Pending,
        Answered,
        Nacked,
        TimedOut,
        Replaced,
    }

    private sealed record Request(int Node, string Key, byte[] Interest, Outcome? Expected)
    {
        public Outcome Outcome { get; set; }
    }
}
