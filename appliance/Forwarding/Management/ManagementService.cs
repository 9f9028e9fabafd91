using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>
/// NFD's management protocol over the forwarder's tables: an application on the internal face that answers commands
/// and datasets under <c>/localhost/nfd</c>, and the RIB's commands under <c>/localhop/nfd</c>. What it can do is the
/// table that its modules fill, a row for each module and verb. It is called on the forwarder's thread but never from
/// within <see cref="Forwarder.Receive"/>: it changes tables.
/// </summary>
public sealed class ManagementService
{
    /// <summary>Where programs on this machine speak to management.</summary>
    public static readonly Name LocalPrefix = Name.Parse("/localhost/nfd");

    /// <summary>Where neighbours may register prefixes, if the trust rules let them.</summary>
    public static readonly Name NetworkPrefix = Name.Parse("/localhop/nfd");

    /// <summary>The stream of what happens to faces.</summary>
    public static readonly Name FaceEvents = Name.Parse("/localhost/nfd/faces/events");

    // Module and verb follow the two components of the prefix; the parameters, or a filter, follow them.
    private const int ModuleIndex = 2;
    private const int VerbIndex = 3;
    private const int ParametersIndex = 4;

    // Types, lengths, MetaInfo and a digest signature around a Data packet's name and content.
    private const int DataOverhead = 128;

    // NFD's FreshnessPeriod of responses.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Forwarder forwarder;
    private readonly ICommandAuthorizer authorizer;
    private readonly ManagementOptions options;
    private readonly Action<ReadOnlyMemory<byte>> send;
    private readonly Dictionary<string, CommandVerb> commands;
    private readonly Dictionary<string, DatasetVerb> datasets;
    private readonly DatasetShelf shelf;
    private readonly NotificationStream faceEvents;
    private readonly HashSet<Name> pending = [];

    /// <summary>Management of a forwarder.</summary>
    /// <param name="forwarder">Whose tables it shows and changes.</param>
    /// <param name="faces">Opens and closes faces.</param>
    /// <param name="authorizer">Decides who may command.</param>
    /// <param name="options">What it tells of the program, and its bounds.</param>
    /// <param name="send">
    /// Takes frames that the internal face receives: Data, bare or in an LpPacket. It may not call the forwarder from
    /// within.
    /// </param>
    public ManagementService(
        Forwarder forwarder, IFaceSystem faces, ICommandAuthorizer authorizer, ManagementOptions options, Action<ReadOnlyMemory<byte>> send)
    {
        this.forwarder = forwarder;
        this.authorizer = authorizer;
        this.options = options;
        this.send = send;
        IManagementModule[] modules =
        [
            new FaceModule(forwarder, faces),
            new FibModule(forwarder),
            new RibModule(forwarder),
            new StrategyChoiceModule(forwarder),
            new ContentStoreModule(forwarder),
            new StatusModule(forwarder, options),
        ];
        commands = modules.SelectMany(module => module.Commands).ToDictionary(row => $"{row.Module}/{row.Verb}");
        datasets = modules.SelectMany(module => module.Datasets).ToDictionary(row => $"{row.Module}/{row.Verb}");
        shelf = new DatasetShelf(options.DatasetBytes);
        faceEvents = new NotificationStream(FaceEvents, send);
        forwarder.Faces.Added = (face, now) => Notify(FaceEventKind.Created, face, now);
        forwarder.Faces.Removed = (face, now) => Notify(FaceEventKind.Destroyed, face, now);
        forwarder.Faces.Changed = (face, now) => Notify(face.IsUp ? FaceEventKind.Up : FaceEventKind.Down, face, now);
    }

    /// <summary>Bytes of datasets that are kept for their readers, at most, and datasets that gave way to newer ones.</summary>
    public (long Used, long Limit, long Forgotten) Shelf => (shelf.Bytes, shelf.Capacity, shelf.Forgotten);

    /// <summary>Commands whose answers come later, at most, and commands refused because of that.</summary>
    public (long Used, long Limit, long Refused) Pending => (pending.Count, options.MaxPendingCommands, Counters.TooMany);

    /// <summary>What it did.</summary>
    public ManagementCounters Counters { get; } = new();

    /// <summary>Handles an Interest; its answers, if any, go to <c>send</c>, now or later.</summary>
    /// <param name="interest">The whole packet.</param>
    /// <param name="incoming">The face that it came from (NDNLPv2 IncomingFaceId).</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="wallClock">The wall clock.</param>
    public void Receive(ReadOnlySpan<byte> interest, FaceId incoming, TimeSpan now, DateTimeOffset wallClock)
    {
        if (!Interest.TryRead(interest, out var read, out _)
            || !forwarder.Faces.TryGet(incoming, out var face)
            || !IsForManagement(read.Name, face.Info.Scope))
        {
            Counters.Ignored++;
            return;
        }

        var row = $"{TextOf(read.Name[ModuleIndex])}/{TextOf(read.Name[VerbIndex])}";
        if (commands.TryGetValue(row, out var command))
        {
            Run(command, read, face, now, wallClock);
        }
        else if (datasets.TryGetValue(row, out var dataset) && LocalPrefix.IsPrefixOf(read.Name))
        {
            List(dataset, read, now, wallClock);
        }
        else if (FaceEvents.IsPrefixOf(read.Name))
        {
            Counters.Subscriptions++;
            faceEvents.Receive(read.Name, now);
        }
        else if (LocalPrefix.IsPrefixOf(read.Name))
        {
            Counters.Failed++;
            Answer(read.Name.ToName(), Responses.UnknownCommand, ContentType.Blob);
        }
        else
        {
            Counters.Ignored++;
        }
    }

    private static bool IsForManagement(NameView name, FaceScope scope) =>
        name.Count > VerbIndex && (NetworkPrefix.IsPrefixOf(name) || (LocalPrefix.IsPrefixOf(name) && scope == FaceScope.Local));

    // No module or verb has such a name: it is unknown, as any other.
    private static string TextOf(NameComponent component) => component.Type == TlvType.GenericNameComponent && component.Value.Length <= 32
        ? Encoding.ASCII.GetString(component.Value)
        : "?";

    private void Notify(FaceEventKind kind, Face face, TimeSpan now)
    {
        if (faceEvents.HasSubscribers(now))
        {
            faceEvents.Post(FaceModule.EventOf(kind, face).Encode());
        }
    }

    private void Run(CommandVerb verb, Interest interest, Face face, TimeSpan now, DateTimeOffset wallClock)
    {
        var name = interest.Name.ToName();
        if ((!verb.IsForNetwork && !LocalPrefix.IsPrefixOf(name)) || pending.Contains(name))
        {
            Counters.Ignored++;
            return;
        }

        var refusal = Check(verb, interest, face, wallClock, out var parameters);
        if (refusal is not null)
        {
            Finish(name, refusal);
            return;
        }

        if (verb.TakesTime && pending.Count >= options.MaxPendingCommands)
        {
            Counters.TooMany++;
            Finish(name, Responses.TableFull);
            return;
        }

        pending.Add(name);
        var response = verb.Run(new Command(parameters!, face.Id, now, wallClock, late => Finish(name, late)));
        if (response is not null)
        {
            Finish(name, response);
        }
    }

    private ControlResponse? Check(
        CommandVerb verb, Interest interest, Face face, DateTimeOffset wallClock, out ControlParameters? parameters)
    {
        parameters = null;
        if (!CommandInterest.TryRead(interest, out var signed, out _))
        {
            return Responses.Unauthorized;
        }

        if (!TryReadParameters(verb, signed, out parameters))
        {
            return Responses.Malformed;
        }

        var request = new CommandRequest
        {
            Command = signed,
            Face = face.Id,
            Scope = face.Info.Scope,
            Module = verb.Module,
            Verb = verb.Verb,
            Prefix = parameters.Name,
            Time = wallClock,
        };
        return !authorizer.IsAllowed(request) ? Responses.Unauthorized
            : verb.Accepts(parameters, out var complaint) ? null
            : new ControlResponse(400, complaint);
    }

    private static bool TryReadParameters(CommandVerb verb, CommandInterest signed, [NotNullWhen(true)] out ControlParameters? parameters)
    {
        if (verb.ReadApplicationParameters is { } read)
        {
            parameters = signed.Name.Count == ParametersIndex ? read(signed.ApplicationParameters.ToArray()) : null;
            return parameters is not null;
        }

        parameters = null;
        return signed.Name.Count == ParametersIndex + 1 && ControlParameters.TryRead(signed.Name.Last.Value, out parameters, out _);
    }

    private void Finish(Name name, ControlResponse response)
    {
        pending.Remove(name);
        switch (response.StatusCode)
        {
            case 200:
                Counters.Commands++;
                break;
            case 403:
                Counters.Unauthorized++;
                break;
            default:
                Counters.Failed++;
                break;
        }

        Answer(name, response, ContentType.Blob);
    }

    private void List(DatasetVerb verb, Interest interest, TimeSpan now, DateTimeOffset wallClock)
    {
        var name = interest.Name;
        if (name.Last.Type is TlvType.VersionNameComponent or TlvType.SegmentNameComponent)
        {
            if (shelf.TryFind(interest, out var segment))
            {
                send(segment);
            }
            else
            {
                Counters.Ignored++;
            }

            return;
        }

        // Only Data with a longer name answers: its version and segment.
        var expected = verb.HasFilter ? ParametersIndex + 1 : ParametersIndex;
        if (name.Count != expected || !interest.CanBePrefix)
        {
            Counters.Ignored++;
            return;
        }

        var filter = verb.HasFilter ? name.Last.Value.ToArray() : [];
        if (filter.Length > DatasetVerb.MaxFilterSize || verb.List(new DatasetQuery(filter, now, wallClock)) is not { } items)
        {
            Counters.Failed++;
            Answer(name.ToName(), Responses.Malformed, ContentType.Nack);
            return;
        }

        Counters.Datasets++;
        send(shelf.Publish(name.ToName(), Dataset.Encode(items), wallClock));
    }

    private void Answer(Name name, ControlResponse response, ContentType type)
    {
        var content = response.Encode();
        if (name.Value.Length + content.Length + DataOverhead > PacketLimits.MaxPacketSize)
        {
            content = (response with { Parameters = null }).Encode();
        }

        if (name.Value.Length + content.Length + DataOverhead > PacketLimits.MaxPacketSize)
        {
            Counters.Ignored++;
            return;
        }

        send(new DataBuilder(name)
        {
            ContentType = type,
            FreshnessPeriod = Freshness,
            Content = content,
        }.Build(DigestSha256.Signer));
    }
}
