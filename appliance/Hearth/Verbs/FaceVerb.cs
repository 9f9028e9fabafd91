using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hearth.CommandLine;
using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Hearth.Verbs.Reports;

namespace Hearth.Verbs;

/// <summary><c>hearth face</c>: the ways in and out of the forwarder.</summary>
internal static class FaceVerb
{
    /// <summary>Makes the verbs.</summary>
    public static Command Create(VerbActions actions)
    {
        Option<bool> json = new("--json") { Description = "for programs" };
        Argument<ulong> id = new("ID") { Description = "the face's number, as `hearth face list` shows it" };
        Argument<string> face = new("FACE") { Description = "the face's number or address" };
        Argument<string> place = new("URI") { Description = "the neighbour's address, for example udp4://192.0.2.1:6363 or tcp://router.example" };
        Option<bool> permanent = new("--permanent") { Description = "keep the face when its link fails" };
        Option<ulong?> mtu = new("--mtu") { HelpName = "BYTES", Description = "largest packet of the link" };
        Option<string> scheme = new("--scheme") { HelpName = "NAME", Description = "only faces of one kind, for example udp4" };
        return new Command("face", "ways in and out of the forwarder")
        {
            actions.Run(new Command("list", "every face, with its traffic") { scheme, json }, ManagementCall.Of(call => ListAsync(call, call.Call.Value(scheme), call.Call.Value(json)))),
            actions.Run(new Command("show", "one face in full") { id, json }, ManagementCall.Of(call => ShowAsync(call, call.Call.Value(id), call.Call.Value(json)))),
            actions.Run(new Command("create", "make a face to a neighbour") { place, permanent, mtu }, ManagementCall.Of(call =>
                CreateAsync(call, call.Call.Value(place), call.Call.Value(permanent), call.Call.Value(mtu)))),
            FaceUpdateVerb.Create(actions),
            actions.Run(new Command("destroy", "close a face") { face }, ManagementCall.Of(call => DestroyAsync(call, call.Call.Value(face)))),
            FaceWatchVerb.Create(actions),
            actions.Run(new Command("channels", "where the node listens") { json }, ManagementCall.Of(call => ChannelsAsync(call, call.Call.Value(json)))),
        };
    }

    private static async Task ListAsync(ManagementCall call, string? scheme, bool json)
    {
        var faces = scheme is null
            ? await call.ListAsync<FaceStatus>("faces/list").ConfigureAwait(false)
            : await call.Management.QueryFacesAsync(new FaceQueryFilter { UriScheme = scheme }, call.Stop).ConfigureAwait(false);
        if (json)
        {
            call.Say(JsonSerializer.Serialize([.. faces.Select(FaceReport.Of)], ReportJson.Default.FaceReportArray));
            return;
        }

        var table = new TextTable(" ID", "REMOTE", "LOCAL", "LASTS", " INTERESTS IN", " OUT", " DATA IN", " OUT", " BYTES IN", " OUT");
        foreach (var face in faces)
        {
            table.Add(
                face.FaceId.ToString(CultureInfo.InvariantCulture), face.Uri, face.LocalUri, LastsOf(face),
                Quantity.Count(face.Packets.InInterests), Quantity.Count(face.Packets.OutInterests),
                Quantity.Count(face.Packets.InData), Quantity.Count(face.Packets.OutData),
                Quantity.Bytes(face.InBytes), Quantity.Bytes(face.OutBytes));
        }

        await call.Call.Out.WriteAsync(table.ToString()).ConfigureAwait(false);
    }

    private static async Task ShowAsync(ManagementCall call, ulong id, bool json)
    {
        var face = await FindAsync(call, id).ConfigureAwait(false);
        if (json)
        {
            call.Say(JsonSerializer.Serialize(FaceReport.Of(face), ReportJson.Default.FaceReport));
            return;
        }

        var packets = face.Packets;
        call.Say($"face       {face.FaceId}");
        call.Say($"remote     {face.Uri}");
        call.Say($"local      {face.LocalUri}");
        call.Say($"reaches    {(face.Scope == FaceScope.Local ? "a program on this machine" : "the network")}");
        call.Say($"link       {LinkOf(face.LinkType)}{(face.Mtu is { } mtu ? $", packets of {mtu} bytes at most" : "")}");
        call.Say($"lasts      {LastsOf(face)}");
        call.Say($"reliable   {(FaceReport.IsSet(face, FaceFlag.Reliability) ? "yes: what the link loses is sent again" : "no")}");
        call.Say($"marks      {(FaceReport.IsSet(face, FaceFlag.CongestionMarking) ? "yes: packets, while the way out is congested" : "no")}");
        call.Say($"interests  {Quantity.Count(packets.InInterests)} in, {Quantity.Count(packets.OutInterests)} out");
        call.Say($"data       {Quantity.Count(packets.InData)} in, {Quantity.Count(packets.OutData)} out");
        call.Say($"nacks      {Quantity.Count(packets.InNacks)} in, {Quantity.Count(packets.OutNacks)} out");
        call.Say($"bytes      {Quantity.Bytes(face.InBytes)} in, {Quantity.Bytes(face.OutBytes)} out");
    }

    private static async Task CreateAsync(ManagementCall call, string place, bool permanent, ulong? mtu)
    {
        var wanted = new ControlParameters { FacePersistency = permanent ? FacePersistency.Permanent : null, Mtu = mtu };
        var (face, made) = await call.FaceToAsync(place, wanted).ConfigureAwait(false);
        call.Say(made ? $"face {face.FaceId} to {face.Uri}" : $"face {face.FaceId} to {face.Uri} was there already");
    }

    private static async Task DestroyAsync(ManagementCall call, string face)
    {
        if (!ulong.TryParse(face, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            var faces = await call.ListAsync<FaceStatus>("faces/list").ConfigureAwait(false);
            id = faces.FirstOrDefault(known => known.Uri == face)?.FaceId
                ?? throw new VerbFailedException($"there is no face to {face}; `hearth face list` shows those there are.");
        }

        await FindAsync(call, id).ConfigureAwait(false);
        await call.DoAsync("faces/destroy", new ControlParameters { FaceId = id }).ConfigureAwait(false);
        call.Say($"face {id} closed");
    }

    private static async Task ChannelsAsync(ManagementCall call, bool json)
    {
        var channels = await call.ListAsync<ChannelStatus>("faces/channels").ConfigureAwait(false);
        if (json)
        {
            call.Say(JsonSerializer.Serialize([.. channels.Select(channel => channel.LocalUri)], ReportJson.Default.StringArray));
            return;
        }

        foreach (var channel in channels)
        {
            call.Say(channel.LocalUri);
        }
    }

    /// <summary>The face of a number.</summary>
    /// <exception cref="VerbFailedException">There is none.</exception>
    public static async Task<FaceStatus> FindAsync(ManagementCall call, ulong id)
    {
        var faces = await call.ListAsync<FaceStatus>("faces/list").ConfigureAwait(false);
        return faces.FirstOrDefault(known => known.FaceId == id)
            ?? throw new VerbFailedException($"there is no face {id}; `hearth face list` shows those there are.");
    }

    private static string LastsOf(FaceStatus face) => face switch
    {
        { ExpirationPeriod: { } left } => $"{Quantity.Duration(TimeSpan.FromMilliseconds(left))} idle",
        { Persistency: FacePersistency.OnDemand } => "on demand",
        { Persistency: FacePersistency.Permanent } => "permanent",
        _ => "persistent",
    };

    private static string LinkOf(LinkType link) => link switch
    {
        LinkType.MultiAccess => "many neighbours who hear each other",
        LinkType.AdHoc => "many neighbours on the air",
        _ => "one neighbour",
    };
}
