using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Hearth.Client;
using Hearth.CommandLine;
using Hearth.Protocol;

namespace Hearth.Verbs;

/// <summary>
/// <c>hearth ping</c>: measures the round trip to whoever answers for a prefix. Its Interests are ndnping's,
/// <c>PREFIX/ping/NUMBER</c>: ndnpingserver answers them, and a board that owns the prefix says that there is no such
/// content, which is an answer too.
/// </summary>
internal static class PingVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Argument<string> name = new("NAME") { Description = "a prefix, for example /p/alice" };
        Option<int> count = new("--count", "-c") { HelpName = "N", Description = "how many (4; 0: until interrupted)", DefaultValueFactory = _ => 4 };
        Option<double> interval = new("--interval", "-i") { HelpName = "SECONDS", Description = "between them (1)", DefaultValueFactory = _ => 1 };
        Option<double> timeout = new("--timeout") { HelpName = "SECONDS", Description = "how long to wait for each (4)", DefaultValueFactory = _ => 4 };
        return actions.Run(
            new Command("ping", "measure the round trip to whoever answers for a prefix") { name, count, interval, timeout },
            (call, stop) =>
            {
                var prefix = NameArgument.Parse(call.Value(name));
                var times = call.Value(count) is >= 0 and var asked ? asked : throw new WrongUsageException($"--count {call.Value(count)}: give 0 or more.");
                return RunAsync(call, prefix, times, SecondsArgument.Check("--interval", call.Value(interval)), SecondsArgument.Check("--timeout", call.Value(timeout)), stop);
            });
    }

    private static async Task<int> RunAsync(
        VerbCall call, Name prefix, int count, TimeSpan interval, TimeSpan timeout, CancellationToken stop)
    {
        var client = await NdnClient.ConnectAsync(call.Options.ClientTransport, stop).ConfigureAwait(false);
        await using var connection = client.ConfigureAwait(false);
        var clock = TimeProvider.System;
        var trips = new List<TimeSpan>();
        var sent = 0;
        // A random start, so that no cache knows the number.
        var number = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) >> 1;
        using var timer = new PeriodicTimer(interval);
        try
        {
            do
            {
                var name = prefix.Append("ping").Append((number + (ulong)sent++).ToString(CultureInfo.InvariantCulture));
                var start = clock.GetTimestamp();
                var answer = await client.ExpressAsync(new InterestBuilder(name) { MustBeFresh = true, Lifetime = timeout }, timeout, stop).ConfigureAwait(false);
                await call.Out.WriteLineAsync(Describe(prefix, answer, clock.GetElapsedTime(start), trips)).ConfigureAwait(false);
            }
            while (sent != count && await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (sent > 0)
        {
            // Interrupted: what was measured is the result.
        }

        await call.Out.WriteLineAsync(Summary(prefix, sent, trips)).ConfigureAwait(false);
        return trips.Count > 0
            ? ExitCode.Done
            : throw new VerbFailedException($"nobody answers for {prefix}. `hearth route list` shows which ways the forwarder knows.");
    }

    private static string Describe(Name prefix, NdnAnswer answer, TimeSpan took, List<TimeSpan> trips)
    {
        if (answer.Nack is { } reason)
        {
            return $"nack from the network for {prefix}: {reason}";
        }

        if (!answer.TryGetData(out var data))
        {
            return $"no answer from {prefix}";
        }

        trips.Add(took);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(data.ContentType == ContentType.Nack ? "answer" : "content")} from {prefix}: time={took.TotalMilliseconds:0.000} ms");
    }

    /// <summary>The last line.</summary>
    internal static string Summary(Name prefix, int sent, List<TimeSpan> trips)
    {
        var lost = sent == 0 ? 0 : 100.0 * (sent - trips.Count) / sent;
        var line = string.Create(CultureInfo.InvariantCulture, $"{prefix}: {sent} sent, {trips.Count} answered, {lost:0} % lost");
        return trips.Count == 0
            ? line
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{line}, min/avg/max = {trips.Min().TotalMilliseconds:0.000}/{trips.Average(trip => trip.TotalMilliseconds):0.000}/{trips.Max().TotalMilliseconds:0.000} ms");
    }
}
