namespace Hearth.Bench.Traffic;

/// <summary>What was measured within a few seconds, so that it can be set against one another.</summary>
/// <param name="Direct">
/// Exchanges with no node in between: G, a second; and for each second of processor time of the busier side, which is
/// what G would be if nobody else used the machine.
/// </param>
/// <param name="Forwarded">Exchanges through the node, each name once.</param>
/// <param name="Hits">Exchanges that the node answers from its content store, over UDP.</param>
/// <param name="LocalHits">The same over the local socket.</param>
/// <param name="DirectTimes">Times of exchanges with no node in between, one after the other.</param>
/// <param name="NodeTimes">The same through the node.</param>
/// <param name="LoadedTimes">Through the node, at half of the rate that it reached.</param>
/// <param name="DirectLoadedTimes">With no node in between, at the same rate: what the machine itself adds.</param>
internal sealed record Round(
    Weighed Direct,
    Weighed Forwarded,
    Weighed Hits,
    Weighed LocalHits,
    Outcome DirectTimes,
    Outcome NodeTimes,
    Outcome LoadedTimes,
    Outcome DirectLoadedTimes);
