using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hearth.CommandLine;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Protocol;
using Hearth.Verbs.Reports;

namespace Hearth.Verbs;

/// <summary><c>hearth route</c>: which prefix is reached through which face.</summary>
internal static class RouteVerb
{
    /// <summary>Makes the verbs.</summary>
    public static Command Create(VerbActions actions)
    {
        Option<bool> json = new("--json") { Description = "for programs" };
        Argument<string> prefix = new("PREFIX") { Description = "the names that the route is for, for example /p/bob" };
        Argument<string> nextHop = new("NEXTHOP") { Description = "a face's number, or a neighbour's address, for example udp4://192.0.2.1:6363" };
        Option<ulong> cost = new("--cost") { HelpName = "N", Description = "less is better (0)" };
        Option<double?> expires = new("--expires") { HelpName = "SECONDS", Description = "forget the route after so long (never)" };
        Option<ulong> origin = new("--origin") { HelpName = "N", Description = "who made it, by NFD's numbers (255, a person)", DefaultValueFactory = _ => (ulong)RouteOrigin.Static };
        Option<bool> capture = new("--capture") { Description = "let longer prefixes use no route of a shorter one" };
        Option<bool> alone = new("--no-inherit") { Description = "let longer prefixes with routes of their own not use this one" };
        return new Command("route", "which prefix is reached through which face")
        {
            actions.Run(new Command("list", "every route") { json }, ManagementCall.Of(call => ListAsync(call, call.Call.Value(json)))),
            actions.Run(new Command("fib", "what the forwarder makes of the routes: next hops by prefix") { json }, ManagementCall.Of(call => FibAsync(call, call.Call.Value(json)))),
            actions.Run(new Command("add", "reach a prefix through a face, which is made where it is missing") { prefix, nextHop, cost, expires, origin, capture, alone }, ManagementCall.Of(call =>
                AddAsync(call, call.Call.Value(prefix), call.Call.Value(nextHop), new ControlParameters
                {
                    Origin = call.Call.Value(origin),
                    Cost = call.Call.Value(cost),
                    Flags = (call.Call.Value(alone) ? 0 : (ulong)RouteInheritance.ChildInherit) | (call.Call.Value(capture) ? (ulong)RouteInheritance.Capture : 0),
                    ExpirationPeriod = MillisecondsOf(call.Call.Value(expires)),
                }))),
            actions.Run(new Command("remove", "forget a route") { prefix, nextHop, origin }, ManagementCall.Of(call =>
                RemoveAsync(call, call.Call.Value(prefix), call.Call.Value(nextHop), call.Call.Value(origin)))),
        };
    }

    private static async Task ListAsync(ManagementCall call, bool json)
    {
        var entries = await call.ListAsync<RibEntryStatus>("rib/list").ConfigureAwait(false);
        var faces = (await call.ListAsync<FaceStatus>("faces/list").ConfigureAwait(false)).ToDictionary(face => face.FaceId, face => face.Uri);
        if (json)
        {
            RouteReport[] reports = [.. entries.SelectMany(entry => entry.Routes.Select(route => RouteReport.Of(entry, route, faces.GetValueOrDefault(route.FaceId))))];
            call.Say(JsonSerializer.Serialize(reports, ReportJson.Default.RouteReportArray));
            return;
        }

        var table = new TextTable("PREFIX", " FACE", "NEXT HOP", " COST", "MADE BY", "FOR LONGER PREFIXES", "EXPIRES");
        foreach (var entry in entries)
        {
            foreach (var route in entry.Routes)
            {
                table.Add(
                    entry.Prefix.ToString(), route.FaceId.ToString(CultureInfo.InvariantCulture), faces.GetValueOrDefault(route.FaceId, "-"),
                    route.Cost.ToString(CultureInfo.InvariantCulture), MakerOf(route.Origin), InheritanceOf(route.Flags),
                    route.ExpirationPeriod is { } left ? $"in {Quantity.Duration(TimeSpan.FromMilliseconds(left))}" : "never");
            }
        }

        await call.Call.Out.WriteAsync(table.ToString()).ConfigureAwait(false);
    }

    private static async Task FibAsync(ManagementCall call, bool json)
    {
        var entries = await call.ListAsync<FibEntryStatus>("fib/list").ConfigureAwait(false);
        var faces = (await call.ListAsync<FaceStatus>("faces/list").ConfigureAwait(false)).ToDictionary(face => face.FaceId, face => face.Uri);
        NextHopReport[] hops = [.. entries.SelectMany(entry => entry.NextHops.Select(hop =>
            new NextHopReport(entry.Prefix.ToString(), hop.FaceId, faces.GetValueOrDefault(hop.FaceId), hop.Cost)))];
        if (json)
        {
            call.Say(JsonSerializer.Serialize(hops, ReportJson.Default.NextHopReportArray));
            return;
        }

        var table = new TextTable("PREFIX", " FACE", "NEXT HOP", " COST");
        foreach (var hop in hops)
        {
            table.Add(hop.Prefix, hop.FaceId.ToString(CultureInfo.InvariantCulture), hop.NextHop ?? "-", hop.Cost.ToString(CultureInfo.InvariantCulture));
        }

        await call.Call.Out.WriteAsync(table.ToString()).ConfigureAwait(false);
    }

    private static async Task AddAsync(ManagementCall call, string prefix, string nextHop, ControlParameters route)
    {
        var name = PrefixOf(prefix);
        var (id, place) = (0ul, "");
        if (!IsNumber(nextHop, out id))
        {
            var (face, made) = await call.FaceToAsync(nextHop, new ControlParameters()).ConfigureAwait(false);
            id = face.FaceId!.Value;
            place = made ? $", made to {face.Uri}" : $" to {face.Uri}";
        }

        await call.DoAsync("rib/register", route with { Name = name, FaceId = id }).ConfigureAwait(false);
        call.Say($"{name} goes to face {id}{place}");
    }

    private static async Task RemoveAsync(ManagementCall call, string prefix, string nextHop, ulong origin)
    {
        var name = PrefixOf(prefix);
        var place = IsNumber(nextHop, out var id) ? "" : (await Client.FaceAddress.CanonizeAsync(nextHop, call.Stop).ConfigureAwait(false)).ToString();
        if (place.Length > 0)
        {
            var faces = await call.ListAsync<FaceStatus>("faces/list").ConfigureAwait(false);
            id = faces.FirstOrDefault(face => face.Uri == place)?.FaceId
                ?? throw new VerbFailedException($"there is no face to {place}; `hearth route list` shows the routes there are.");
        }

        var entries = await call.ListAsync<RibEntryStatus>("rib/list").ConfigureAwait(false);
        if (!entries.Any(entry => entry.Prefix == name && entry.Routes.Any(route => route.FaceId == id && route.Origin == origin)))
        {
            throw new VerbFailedException($"there is no route of {name} to face {id} made by {MakerOf(origin)}; `hearth route list` shows those there are.");
        }

        await call.DoAsync("rib/unregister", new ControlParameters { Name = name, FaceId = id, Origin = origin }).ConfigureAwait(false);
        call.Say($"{name} no longer goes to face {id}");
    }

    /// <summary>Reads a prefix that a person wrote.</summary>
    /// <exception cref="WrongUsageException">It is no name.</exception>
    public static Name PrefixOf(string text) => text.StartsWith('/') && Name.TryParse(text, out var name)
        ? name
        : throw new WrongUsageException($"'{text}' is no prefix; write it like /p/bob.");

    private static ulong? MillisecondsOf(double? seconds) => seconds switch
    {
        null => null,
        > 0 and < 1e12 => (ulong)(seconds * 1000),
        _ => throw new WrongUsageException($"--expires {seconds}: a route lasts longer than 0 seconds."),
    };

    private static bool IsNumber(string nextHop, out ulong id) => ulong.TryParse(nextHop, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    private static string MakerOf(ulong origin) => (RouteOrigin)origin switch
    {
        RouteOrigin.App => "an application",
        RouteOrigin.AutoRegistration => "autoregistration",
        RouteOrigin.Client => "a client",
        RouteOrigin.Nlsr => "NLSR",
        RouteOrigin.PrefixAnnouncement => "an announcement",
        RouteOrigin.Static => "a person",
        _ => $"origin {origin}",
    };

    private static string InheritanceOf(ulong flags) => (RouteInheritance)flags switch
    {
        RouteInheritance.ChildInherit => "too",
        RouteInheritance.Capture => "no others",
        RouteInheritance.ChildInherit | RouteInheritance.Capture => "too, no others",
        _ => "no",
    };
}
