using System.Security.Cryptography;
using Hearth.CommandLine;
using Hearth.Forwarding.Management;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Client;

/// <summary>Speaks NFD's management protocol to the forwarder at the other end: this node, NFD or another.</summary>
internal sealed class ManagementClient(NdnClient client, TimeProvider clock)
{
    // A face over TCP may take its connection's time; NFD gives up after 8 s.
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DatasetTimeout = TimeSpan.FromSeconds(4);

    /// <summary>Gives a command, such as <c>rib/register</c>.</summary>
    /// <returns>The forwarder's answer, whatever it says.</returns>
    /// <exception cref="VerbFailedException">None came.</exception>
    public async Task<ControlResponse> CommandAsync(string command, ControlParameters parameters, CancellationToken stop)
    {
        var name = NameOf(command).Append(TlvType.GenericNameComponent, parameters.Encode());
        var freshness = new SignatureFreshness(RandomNumberGenerator.GetBytes(8), (ulong)clock.GetUtcNow().ToUnixTimeMilliseconds(), null);
        var interest = new InterestBuilder(name) { Nonce = NdnClient.NewNonce(), Lifetime = CommandTimeout }
            .Build(DigestSha256.Signer, freshness);
        var answer = await client.ExpressAsync(interest, CommandTimeout, stop).ConfigureAwait(false);
        return answer.TryGetData(out var data) && ControlResponse.TryRead(data.Content, out var response, out _)
            ? response
            : throw Silent(answer, command);
    }

    /// <summary>Gives a command that must succeed, and returns what the forwarder says it did.</summary>
    /// <exception cref="VerbFailedException">It was refused, or no answer came.</exception>
    public async Task<ControlParameters> DoAsync(string command, ControlParameters parameters, CancellationToken stop)
    {
        var response = await CommandAsync(command, parameters, stop).ConfigureAwait(false);
        return response.IsSuccess ? response.Parameters ?? new ControlParameters() : throw Refused(response);
    }

    /// <summary>Reads a dataset, such as <c>faces/list</c>.</summary>
    /// <exception cref="VerbFailedException">None came, or what came is none.</exception>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string dataset, CancellationToken stop)
        where T : IReadableDatasetItem<T>
    {
        var content = new List<byte>();
        var interest = new InterestBuilder(NameOf(dataset)) { CanBePrefix = true, MustBeFresh = true };
        for (ulong segment = 0; ; segment++)
        {
            var answer = await client.ExpressAsync(interest, DatasetTimeout, stop).ConfigureAwait(false);
            if (!TryTake(answer, segment, content, out var versioned, out var last))
            {
                throw Silent(answer, dataset);
            }

            if (segment == last)
            {
                break;
            }

            interest = new InterestBuilder(versioned.AppendSegment(segment + 1));
        }

        return Dataset.TryRead<T>([.. content], out var items, out var error)
            ? items
            : throw new VerbFailedException($"the forwarder's {dataset} cannot be read ({error}); its version may be too new for this hearth.");
    }

    /// <summary>The line for a command that the forwarder refused.</summary>
    public static VerbFailedException Refused(ControlResponse response) =>
        new($"the forwarder refused: {response.StatusText.TrimEnd('.')} ({response.StatusCode}).");

    private static bool TryTake(NdnAnswer answer, ulong segment, List<byte> content, out Name versioned, out ulong last)
    {
        versioned = Name.Empty;
        last = 0;
        if (!answer.TryGetData(out var data)
            || data.ContentType != ContentType.Blob
            || !data.Name.Last.TryGetNumber(TlvType.SegmentNameComponent, out var number)
            || number != segment)
        {
            return false;
        }

        content.AddRange(data.Content);
        versioned = data.Name.Prefix(data.Name.Count - 1).ToName();

        // NFD names the last segment only in the last.
        last = data.TryGetFinalSegment(out var final) ? final : ulong.MaxValue;
        return true;
    }

    private static Name NameOf(string row) => row.Split('/').Aggregate(ManagementService.LocalPrefix, (name, part) => name.Append(part));

    private static VerbFailedException Silent(NdnAnswer answer, string row) => answer switch
    {
        { Nack: { } reason } => new($"the forwarder has nobody that answers {row} (Nack {reason}); it may not be NFD's kind."),
        { Wire.IsEmpty: true } => new($"the forwarder did not answer {row}; only a program on its own machine may ask, over its Unix socket."),
        _ => new($"the forwarder's answer to {row} cannot be read."),
    };
}
