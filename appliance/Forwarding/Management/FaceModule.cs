using System.Net;
using Hearth.Protocol;
using Hearth.Protocol.Link;

namespace Hearth.Forwarding.Management;

/// <summary>Faces (NFD Management, FaceMgmt).</summary>
internal sealed class FaceModule(Forwarder forwarder, IFaceSystem system) : IManagementModule
{
    private const string Module = "faces";

    // NDNLPv2 fields alone do not fit into less; as in NFD (MIN_MTU).
    private const int LeastMtu = 64;

    private const ulong NanosecondsPerTick = 1_000_000 / TimeSpan.TicksPerMillisecond;

    private const ParameterFields LinkFields = ParameterFields.FacePersistency | ParameterFields.Flags | ParameterFields.Mask
        | ParameterFields.BaseCongestionMarkingInterval | ParameterFields.DefaultCongestionThreshold | ParameterFields.Mtu;

    public IEnumerable<CommandVerb> Commands =>
    [
        new(Module, "create", Create) { Required = ParameterFields.Uri, Optional = ParameterFields.LocalUri | LinkFields, TakesTime = true },
        new(Module, "update", Update) { Optional = ParameterFields.FaceId | LinkFields },
        new(Module, "destroy", Destroy) { Required = ParameterFields.FaceId },
    ];

    public IEnumerable<DatasetVerb> Datasets =>
    [
        new(Module, "list", query => AllAt(query.Now)),
        new(Module, "query", Query) { HasFilter = true },
        new(Module, "channels", _ => system.Channels.Select(channel => new ChannelStatus(channel.ToString()))),
    ];

    private ControlResponse? Create(Command command)
    {
        var asked = command.Parameters;
        if (!FaceUri.TryParse(asked.Uri!, out var remote))
        {
            return Responses.Malformed;
        }

        FaceUri? local = null;
        if (asked.LocalUri is { } text && !FaceUri.TryParse(text, out local))
        {
            return Responses.Malformed;
        }

        if (!remote.IsCanonical || local is { IsCanonical: false })
        {
            return new ControlResponse(400, "Non-canonical URI");
        }

        if (Unsupported(asked, remote) is { } complaint)
        {
            return new ControlResponse(406, complaint);
        }

        system.Create(
            new FaceCreation(remote)
            {
                Local = local,
                Persistency = asked.FacePersistency ?? FacePersistency.Persistent,
                Mtu = MtuOf(asked),
            },
            result =>
            {
                if (result.Status == FaceCreationStatus.Created && forwarder.Faces.TryGet(result.Face, out var made))
                {
                    made.Info = made.Info with { LocalFieldsEnabled = asked.Flag(FaceFlag.LocalFields) ?? false };
                    Apply(asked, made);
                }

                command.Answer(ResponseTo(result));
            });
        return null;
    }

    private static string? Unsupported(ControlParameters asked, FaceUri remote) => asked switch
    {
        { FacePersistency: not (null or FacePersistency.Persistent or FacePersistency.Permanent) } => "Faces made by command are persistent or permanent",
        { LocalUri: not null } when remote.Scheme is "udp4" or "udp6" or "tcp4" or "tcp6" => "Unicast faces cannot be created with a LocalUri",
        { Mtu: < LeastMtu or > int.MaxValue } => $"The MTU is at least {LeastMtu}",
        _ when asked.Flag(FaceFlag.LocalFields) == true && !IsLocal(remote) => "Local fields can only be enabled on faces with local scope",
        _ when asked.Flag(FaceFlag.Reliability) == true && remote.Scheme is not ("udp4" or "udp6") => "Reliability is for UDP; other links have it already",
        _ => null,
    };

    // As the shell sees it: only a TCP face reaches programs on this machine by an address.
    private static bool IsLocal(FaceUri remote) => remote.Scheme is "tcp4" or "tcp6" && IPAddress.IsLoopback(remote.Address!);

    // Nothing is longer than a packet: what is above it makes no difference (as NFD, which takes the transport's).
    private static int? MtuOf(ControlParameters asked) => asked.Mtu is { } mtu ? (int)Math.Min(mtu, PacketLimits.MaxPacketSize) : null;

    private ControlResponse ResponseTo(FaceCreationResult result) => result.Status switch
    {
        FaceCreationStatus.Created when PropertiesOf(result.Face) is { } face => Responses.Done(face),
        FaceCreationStatus.Exists when PropertiesOf(result.Face) is { } face => new(409, "Face with remote URI already exists", face),
        FaceCreationStatus.Unsupported => new(406, $"Unsupported: {result.Reason}"),
        FaceCreationStatus.Unreachable => new(504, $"Connection failed: {result.Reason}"),
        FaceCreationStatus.TimedOut => new(504, "Connection timed out"),
        FaceCreationStatus.Full => Responses.TableFull,
        // It is gone between its making and this answer.
        _ => Responses.FaceGone,
    };

    private ControlResponse Update(Command command)
    {
        if (!forwarder.Faces.TryGet(command.Face, out var face))
        {
            return Responses.FaceUnknown;
        }

        var asked = command.Parameters;
        if (Offending(asked, face) is { } offending)
        {
            return new ControlResponse(409, "Invalid properties specified", offending);
        }

        if (asked.FacePersistency is { } persistency
            && persistency != face.Info.Persistency
            && !system.TrySetPersistency(face.Id, persistency, command.Now))
        {
            return new ControlResponse(409, "Invalid properties specified", new ControlParameters { FacePersistency = persistency });
        }

        face.Info = face.Info with
        {
            LocalFieldsEnabled = asked.Flag(FaceFlag.LocalFields) ?? face.Info.LocalFieldsEnabled,
            Mtu = MtuOf(asked) ?? face.Info.Mtu,
        };
        Apply(asked, face);
        return Responses.Done(PropertiesOf(face) with { Uri = null, LocalUri = null });
    }

    // What the link layer does for the face.
    private void Apply(ControlParameters asked, Face face)
    {
        if (asked.Flag(FaceFlag.Reliability) is { } reliable)
        {
            forwarder.SetReliability(face.Id, reliable);
        }

        if (asked.Flag(FaceFlag.CongestionMarking) is { } marks)
        {
            face.Marker = marks && face.Backlog is { } backlog ? face.Marker ?? new CongestionMarker(backlog) : null;
        }

        if (face.Marker is { } marker)
        {
            marker.Interval = asked.BaseCongestionMarkingInterval is { } interval ? TimeSpan.FromTicks((long)(interval / NanosecondsPerTick)) : marker.Interval;
            marker.Threshold = asked.DefaultCongestionThreshold is { } threshold ? (long)Math.Min(threshold, long.MaxValue) : marker.Threshold;
        }
    }

    private static ControlParameters? Offending(ControlParameters asked, Face face)
    {
        // What nobody asks for is not in the way, and what is off already may be switched off.
        var localFields = asked.Flag(FaceFlag.LocalFields) == true && face.Info.Scope != FaceScope.Local;
        var reliability = asked.Flag(FaceFlag.Reliability) == true && !Forwarder.CanBeReliable(face);
        var congestion = asked.Flag(FaceFlag.CongestionMarking) == true && face.Backlog is null;
        var flags = (localFields ? 1ul << FaceFlag.LocalFields : 0)
            | (reliability ? 1ul << FaceFlag.Reliability : 0)
            | (congestion ? 1ul << FaceFlag.CongestionMarking : 0);
        var mtu = asked.Mtu is { } wanted && (face.Info.Mtu is null || wanted is < LeastMtu or > int.MaxValue
            || (wanted > RetransmissionPool.FrameSize && (asked.Flag(FaceFlag.Reliability) ?? face.Link.IsReliable)));
        var persistency = asked.FacePersistency is not (null or FacePersistency.Persistent or FacePersistency.OnDemand or FacePersistency.Permanent);
        return flags == 0 && !mtu && !persistency ? null : new ControlParameters
        {
            Flags = flags == 0 ? null : flags,
            Mask = flags == 0 ? null : flags,
            Mtu = mtu ? asked.Mtu : null,
            FacePersistency = persistency ? asked.FacePersistency : null,
        };
    }

    private ControlResponse Destroy(Command command)
    {
        var named = command.Parameters.FaceId!.Value;
        if (named < FaceId.FirstUnreserved)
        {
            return new ControlResponse(400, "FaceId must be valid");
        }

        if (forwarder.Faces.TryGet(command.Face, out _))
        {
            system.Destroy(command.Face, command.Now);
        }

        return Responses.Done(new ControlParameters { FaceId = named });
    }

    private IEnumerable<FaceStatus> AllAt(TimeSpan now) =>
        forwarder.Faces.All.OrderBy(face => face.Id.Value).Select(face => StatusOf(face, now));

    private IEnumerable<FaceStatus>? Query(DatasetQuery query) =>
        FaceQueryFilter.TryRead(query.Filter.Span, out var filter, out _) ? AllAt(query.Now).Where(filter.Matches) : null;

    private FaceStatus StatusOf(Face face, TimeSpan now) => new()
    {
        FaceId = face.Id.Value,
        Uri = face.Info.Uri,
        LocalUri = face.Info.LocalUri,
        ExpirationPeriod = system.ExpiryOf(face.Id) is { } end ? (ulong)Math.Max(0, (end - now).TotalMilliseconds) : null,
        Scope = face.Info.Scope,
        Persistency = face.Info.Persistency,
        LinkType = face.Info.LinkType,
        BaseCongestionMarkingInterval = IntervalOf(face),
        DefaultCongestionThreshold = (ulong?)face.Marker?.Threshold,
        Mtu = (ulong?)face.Info.Mtu,
        Packets = face.Counters.ToPacketCounts(),
        InBytes = (ulong)face.Counters.InBytes,
        OutBytes = (ulong)face.Counters.OutBytes,
        Flags = FlagsOf(face),
    };

    private ControlParameters? PropertiesOf(FaceId id) => forwarder.Faces.TryGet(id, out var face) ? PropertiesOf(face) : null;

    private static ControlParameters PropertiesOf(Face face) => new()
    {
        FaceId = face.Id.Value,
        Uri = face.Info.Uri,
        LocalUri = face.Info.LocalUri,
        FacePersistency = face.Info.Persistency,
        Flags = FlagsOf(face),
        BaseCongestionMarkingInterval = IntervalOf(face),
        DefaultCongestionThreshold = (ulong?)face.Marker?.Threshold,
        Mtu = (ulong?)face.Info.Mtu,
    };

    /// <summary>What subscribers are told.</summary>
    public static FaceEvent EventOf(FaceEventKind kind, Face face) => new()
    {
        Kind = kind,
        FaceId = face.Id.Value,
        Uri = face.Info.Uri,
        LocalUri = face.Info.LocalUri,
        Scope = face.Info.Scope,
        Persistency = face.Info.Persistency,
        LinkType = face.Info.LinkType,
        Flags = FlagsOf(face),
    };

    private static ulong? IntervalOf(Face face) => face.Marker is { } marker ? (ulong)marker.Interval.Ticks * NanosecondsPerTick : null;

    private static ulong FlagsOf(Face face) =>
        (face.Info.LocalFieldsEnabled ? 1ul << FaceFlag.LocalFields : 0)
        | (face.Link.IsReliable ? 1ul << FaceFlag.Reliability : 0)
        | (face.Marker is not null ? 1ul << FaceFlag.CongestionMarking : 0);
}
