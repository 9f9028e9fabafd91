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
    // The whole disk tier is read: a gigabyte takes a slow card less than this.
    private static readonly TimeSpan EraseTimeout = TimeSpan.FromMinutes(2);

    // Faces may stay as they are for long; then the question is asked again.
    private static readonly TimeSpan NotificationTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DatasetTimeout = TimeSpan.FromSeconds(4);

    /// <summary>Gives a command, such as <c>rib/register</c>.</summary>
    /// <returns>The forwarder's answer, whatever it says.</returns>
    /// <exception cref="VerbFailedException">None came.</exception>
    public async Task<ControlResponse> CommandAsync(string command, ControlParameters parameters, CancellationToken stop)
    {
        var timeout = command == "cs/erase" ? EraseTimeout : CommandTimeout;
        var name = NameOf(command).Append(TlvType.GenericNameComponent, parameters.Encode());
        var freshness = new SignatureFreshness(RandomNumberGenerator.GetBytes(8), (ulong)clock.GetUtcNow().ToUnixTimeMilliseconds(), null);
        var interest = new InterestBuilder(name) { Nonce = NdnClient.NewNonce(), Lifetime = timeout }
            .Build(DigestSha256.Signer, freshness);
        var answer = await client.ExpressAsync(interest, timeout, stop).ConfigureAwait(false);
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
    public Task<IReadOnlyList<T>> ListAsync<T>(string dataset, CancellationToken stop)
        where T : IReadableDatasetItem<T> => ListAsync<T>(dataset, NameOf(dataset), stop);

    /// <summary>Reads the faces that a filter lets through (<c>faces/query</c>).</summary>
    /// <exception cref="VerbFailedException">No answer came, or none that can be read.</exception>
    public Task<IReadOnlyList<FaceStatus>> QueryFacesAsync(FaceQueryFilter filter, CancellationToken stop) =>
        ListAsync<FaceStatus>("faces/query", NameOf("faces/query").Append(TlvType.GenericNameComponent, filter.Encode()), stop);

    /// <summary>Waits for the next thing that happens to a face, however long.</summary>
    /// <param name="last">Number of the last one that was seen; null to begin with the next.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="VerbFailedException">The forwarder has no such stream.</exception>
    public async Task<(FaceEvent Event, ulong Number)> NextFaceEventAsync(ulong? last, CancellationToken stop)
    {
        while (true)
        {
            var interest = last is { } number
                ? new InterestBuilder(ManagementService.FaceEvents.AppendNumber(TlvType.SequenceNumNameComponent, number + 1)) { Lifetime = NotificationTimeout }
                : new InterestBuilder(ManagementService.FaceEvents) { CanBePrefix = true, MustBeFresh = true, Lifetime = NotificationTimeout };
            var answer = await client.ExpressAsync(interest, NotificationTimeout, stop).ConfigureAwait(false);
            if (answer.TryGetData(out var data)
                && data.Name.Last.TryGetNumber(TlvType.SequenceNumNameComponent, out var came)
                && FaceEvent.TryRead(data.Content, out var happened, out _))
            {
                return (happened, came);
            }

            if (!answer.Wire.IsEmpty || answer.Nack is not null)
            {
                throw Silent(answer, "faces/events");
            }
        }
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(string dataset, Name name, CancellationToken stop)
        where T : IReadableDatasetItem<T>
    {
        var content = new List<byte>();
        var interest = new InterestBuilder(name) { CanBePrefix = true, MustBeFresh = true };
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
