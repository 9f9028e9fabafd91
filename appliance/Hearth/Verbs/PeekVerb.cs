using System.CommandLine;
using System.Globalization;
using System.Text;
using Hearth.Client;
using Hearth.CommandLine;
using Hearth.Protocol;
using Hearth.Protocol.Link;
using Hearth.Protocol.Tlv;

namespace Hearth.Verbs;

/// <summary><c>hearth peek</c>: sends one Interest and shows the Data that answers.</summary>
internal static class PeekVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(VerbActions actions)
    {
        Argument<string> name = new("NAME") { Description = "the name in the Interest" };
        Option<bool> prefix = new("--prefix", "-P") { Description = "a longer name may answer (CanBePrefix)" };
        Option<bool> fresh = new("--fresh", "-f") { Description = "a cache may answer only while the packet is fresh (MustBeFresh)" };
        Option<bool> payload = new("--payload", "-p") { Description = "write the content alone, as it is" };
        Option<double> timeout = new("--timeout") { HelpName = "SECONDS", Description = "how long to wait (4)", DefaultValueFactory = _ => 4 };
        return actions.Run(
            new Command("peek", "send one Interest and show what answers, unverified") { name, prefix, fresh, payload, timeout },
            (call, stop) => RunAsync(
                call,
                new InterestBuilder(NameArgument.Parse(call.Value(name)))
                {
                    CanBePrefix = call.Value(prefix),
                    MustBeFresh = call.Value(fresh),
                    Lifetime = SecondsArgument.Check("--timeout", call.Value(timeout)),
                },
                call.Value(payload),
                stop));
    }

    private static async Task<int> RunAsync(VerbCall call, InterestBuilder interest, bool payload, CancellationToken stop)
    {
        var client = await NdnClient.ConnectAsync(call.Options.ClientTransport, stop).ConfigureAwait(false);
        await using var connection = client.ConfigureAwait(false);
        var answer = await client.ExpressAsync(interest, interest.Lifetime!.Value, stop).ConfigureAwait(false);
        if (!answer.TryGetData(out var data))
        {
            throw new VerbFailedException(answer.Nack switch
            {
                null => $"nobody answered for {interest.Name} in {interest.Lifetime.Value.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.",
                NackReason.NoRoute => $"the forwarder knows no way to {interest.Name}.",
                var reason => $"the network refused the Interest for {interest.Name} ({reason}).",
            });
        }

        if (payload)
        {
            using var output = Console.OpenStandardOutput();
            output.Write(data.Content);
        }
        else
        {
            call.Out.Write(Describe(data));
        }

        return data.ContentType == ContentType.Nack
            ? throw new VerbFailedException($"{interest.Name} is not published: that Data is its owner's Nack.")
            : ExitCode.Done;
    }

    /// <summary>The fields, one a line.</summary>
    internal static string Describe(in Data data)
    {
        Span<byte> digest = stackalloc byte[32];
        data.ComputeImplicitDigest(digest);
        var text = new StringBuilder();
        Line(text, "name", data.Name.ToString());
        Line(text, "content type", data.ContentType.ToString());
        Line(text, "freshness", data.FreshnessPeriod == TimeSpan.Zero ? "none" : $"{data.FreshnessPeriod.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms");
        if (TlvElement.TryRead(data.FinalBlockId, out _, out _) && data.TryGetFinalSegment(out var last))
        {
            Line(text, "last segment", last.ToString(CultureInfo.InvariantCulture));
        }

        Line(text, "signature", data.Signature.Type.ToString());
        Line(text, "key", data.Signature.KeyName.IsEmpty ? "not named" : data.Signature.KeyName.ToString());
        Line(text, "digest", Convert.ToHexStringLower(digest));
        Line(text, "content", string.Create(CultureInfo.InvariantCulture, $"{data.Content.Length} bytes"));
        return text.ToString();
    }

    private static void Line(StringBuilder text, string field, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"{field,-13} {value}\n");
}
