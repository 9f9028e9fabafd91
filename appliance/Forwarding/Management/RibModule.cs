using Hearth.Protocol.Link;

namespace Hearth.Forwarding.Management;

/// <summary>Routes (NFD Management, RibMgmt).</summary>
internal sealed class RibModule(Forwarder forwarder) : IManagementModule
{
    private const string Module = "rib";

    // As far as TimeSpan reaches from any now: what expires later never does.
    private static readonly ulong LongestExpiration = (ulong)TimeSpan.FromDays(365_000).TotalMilliseconds;

    public IEnumerable<CommandVerb> Commands =>
    [
        new(Module, "register", Register)
        {
            Required = ParameterFields.Name,
            Optional = ParameterFields.FaceId | ParameterFields.Origin | ParameterFields.Cost | ParameterFields.Flags
                | ParameterFields.ExpirationPeriod,
            IsForNetwork = true,
        },
        new(Module, "unregister", Unregister)
        {
            Required = ParameterFields.Name,
            Optional = ParameterFields.FaceId | ParameterFields.Origin,
            IsForNetwork = true,
        },
        new(Module, "announce", Announce)
        {
            Required = ParameterFields.Name | ParameterFields.ExpirationPeriod,
            IsForNetwork = true,
            ReadApplicationParameters = ReadAnnouncement,
        },
    ];

    public IEnumerable<DatasetVerb> Datasets => [new(Module, "list", query => forwarder.Rib.Entries.Select(entry => StatusOf(entry, query.Now)))];

    private ControlResponse Register(Command command)
    {
        var asked = command.Parameters;
        if (asked.Name!.Count > ForwarderOptions.MaxNameComponents)
        {
            return Responses.PrefixTooLong;
        }

        if (!forwarder.Faces.TryGet(command.Face, out _))
        {
            return Responses.FaceGone;
        }

        var done = new ControlParameters
        {
            Name = asked.Name,
            FaceId = command.Face.Value,
            Origin = asked.Origin ?? (ulong)RouteOrigin.App,
            Cost = asked.Cost ?? 0,
            Flags = asked.Flags ?? (ulong)RouteInheritance.ChildInherit,
            ExpirationPeriod = asked.ExpirationPeriod,
        };
        var route = new Route(command.Face, (RouteOrigin)done.Origin, done.Cost.Value, FlagsOf(done.Flags.Value))
        {
            ExpiresAt = asked.ExpirationPeriod <= LongestExpiration ? command.Now + TimeSpan.FromMilliseconds(asked.ExpirationPeriod.Value) : null,
        };
        return forwarder.Rib.Register(asked.Name, route) ? Responses.Done(done) : Responses.TableFull;
    }

    private ControlResponse Unregister(Command command)
    {
        var done = new ControlParameters
        {
            Name = command.Parameters.Name,
            FaceId = command.Face.Value,
            Origin = command.Parameters.Origin ?? (ulong)RouteOrigin.App,
        };
        forwarder.Rib.Unregister(done.Name!, command.Face, (RouteOrigin)done.Origin);
        return Responses.Done(done);
    }

    private static ControlParameters? ReadAnnouncement(ReadOnlyMemory<byte> wire) =>
        PrefixAnnouncement.TryRead(wire.Span, out var announcement, out _)
            ? new ControlParameters
            {
                Name = announcement.Prefix.ToName(),
                ExpirationPeriod = (ulong)announcement.ExpirationPeriod.TotalMilliseconds,
                Announcement = wire,
            }
            : null;

    // NFD Management, "Prefix Announcement Protocol": a route to where it came from, and what neighbours are given of it.
    private ControlResponse Announce(Command command)
    {
        var asked = command.Parameters;
        if (asked.Name!.Count > ForwarderOptions.MaxNameComponents)
        {
            return Responses.PrefixTooLong;
        }

        if (asked.Announcement.Length > Forwarder.MaxAnnouncementSize)
        {
            return new ControlResponse(400, "Prefix announcement is too long to be given to anybody");
        }

        PrefixAnnouncement.TryRead(asked.Announcement.Span, out var announcement, out _);
        if (announcement.ExpirationPeriod == TimeSpan.Zero || announcement.Validity is { } validity && !validity.Contains(command.WallClock))
        {
            return new ControlResponse(416, "Prefix announcement expired");
        }

        // Neighbours would not believe it either. NFD checks what is announced beside who commands, and answers so.
        if (forwarder.Options.TrustsAnnouncement is { } trusts && !trusts(announcement))
        {
            return new ControlResponse(403, "Prefix announcement rejected");
        }

        var done = new ControlParameters
        {
            Name = asked.Name,
            FaceId = command.Incoming.Value,
            Origin = (ulong)RouteOrigin.PrefixAnnouncement,
            Cost = Forwarder.AnnouncedCost,
            Flags = (ulong)RouteInheritance.ChildInherit,
            ExpirationPeriod = asked.ExpirationPeriod,
        };
        var route = new Route(command.Incoming, RouteOrigin.PrefixAnnouncement, Forwarder.AnnouncedCost, RouteInheritance.ChildInherit)
        {
            ExpiresAt = asked.ExpirationPeriod <= LongestExpiration ? command.Now + announcement.ExpirationPeriod : null,
            Announcement = asked.Announcement,
        };
        return forwarder.Rib.Register(asked.Name, route) ? Responses.Done(done) : Responses.TableFull;
    }

    private static RibEntryStatus StatusOf(RibEntry entry, TimeSpan now) => new(entry.Prefix, entry.MutableRoutes.ConvertAll(route => new RouteStatus(
        route.Face.Value,
        (ulong)route.Origin,
        route.Cost,
        (ulong)route.Flags,
        route.ExpiresAt is { } end ? (ulong)Math.Max(0, (end - now).TotalMilliseconds) : null)));

    private static RouteInheritance FlagsOf(ulong flags) => (RouteInheritance)flags & (RouteInheritance.ChildInherit | RouteInheritance.Capture);
}
