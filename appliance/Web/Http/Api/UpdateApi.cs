using System.Globalization;
using Hearth.Web.Http.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hearth.Web.Http.Api;

/// <summary>Updates: how it stands with them, and what the owner may ask for.</summary>
internal sealed class UpdateApi(INode node)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/api/update", Access.Owner, Show),
        new("POST", "/api/update/", Access.Owner, Ask),
        new("PUT", "/api/update/file", Access.Owner, Bring),
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

        await Say(call, await node.AskUpdateAsync(ask.Value, call.Aborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task Bring(Call call)
    {
        // Whoever unpacks it stops where there is more than an update has.
        call.Http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        await Say(call, await node.BringUpdateAsync(call.Http.Request.Body, call.Aborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static Task Say(Call call, UpdateAnswer answer) => answer switch
    {
        UpdateAnswer.Asked => call.Done(),
        UpdateAnswer.NoUpdates => call.Refuse(StatusCodes.Status404NotFound, "error.no-updates"),
        UpdateAnswer.Unproven => call.Refuse(StatusCodes.Status409Conflict, "error.update-unproven"),
        UpdateAnswer.Busy => call.Refuse(StatusCodes.Status409Conflict, "error.update-busy"),
        UpdateAnswer.NothingToGoBackTo => call.Refuse(StatusCodes.Status409Conflict, "error.update-no-back"),
        UpdateAnswer.NoUpdateFile => call.Refuse(StatusCodes.Status422UnprocessableEntity, "error.update-file"),
        UpdateAnswer.FileForAnother => call.Refuse(StatusCodes.Status422UnprocessableEntity, "error.update-file-other"),
        UpdateAnswer.NoRoom => call.Refuse(StatusCodes.Status507InsufficientStorage, "error.update-file-room"),
        _ => throw new InvalidOperationException(answer.ToString()),
    };

    private static int? OffsetIn(Call call) =>
        int.TryParse(call.Http.Request.Query["offset"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes) ? minutes : null;
}
