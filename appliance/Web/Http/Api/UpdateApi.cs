using System.Globalization;
using Hearth.Web.Http.Wire;
using Microsoft.AspNetCore.Http;

namespace Hearth.Web.Http.Api;

/// <summary>Updates: how it stands with them, and what the owner may ask for.</summary>
internal sealed class UpdateApi(INode node)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/api/update", Access.Owner, Show),
        new("POST", "/api/update/", Access.Owner, Ask),
    ];

    // A browser says how far its clock is ahead of UTC, so that updates are installed at its owner's night.
    private Task Show(Call call) => node.Updates(OffsetIn(call)) is { } status
        ? call.Send(StatusCodes.Status200OK, status, WireJson.Default.UpdateStatus)
        : call.Refuse(StatusCodes.Status404NotFound, "error.no-updates");

    private async Task Ask(Call call)
    {
        UpdateAsk? ask = call.Rest switch
        {
            "check" => UpdateAsk.Check,
            "install" => UpdateAsk.Install,
            "back" => UpdateAsk.GoBack,
            _ => null,
        };
        if (ask is null)
        {
            await call.Refuse(StatusCodes.Status404NotFound, "error.not-found").ConfigureAwait(false);
            return;
        }

        await (await node.AskUpdateAsync(ask.Value, call.Aborted).ConfigureAwait(false) switch
        {
            UpdateAnswer.Asked => call.Done(),
            UpdateAnswer.NoUpdates => call.Refuse(StatusCodes.Status404NotFound, "error.no-updates"),
            UpdateAnswer.Unproven => call.Refuse(StatusCodes.Status409Conflict, "error.update-unproven"),
            UpdateAnswer.Busy => call.Refuse(StatusCodes.Status409Conflict, "error.update-busy"),
            _ => call.Refuse(StatusCodes.Status409Conflict, "error.update-no-back"),
        }).ConfigureAwait(false);
    }

    private static int? OffsetIn(Call call) =>
        int.TryParse(call.Http.Request.Query["offset"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes) ? minutes : null;
}
