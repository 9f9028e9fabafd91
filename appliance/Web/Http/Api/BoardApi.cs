using System.Text.Json.Serialization.Metadata;
using Hearth.Web.Http.Wire;
using Microsoft.AspNetCore.Http;

namespace Hearth.Web.Http.Api;

/// <summary>
/// The board: its status, its light, its button. The button needs no session, as the real one needs no login:
/// it is what grants them.
/// </summary>
internal sealed class BoardApi(INode node, EventStreams streams, DrawnButton button, Func<WirePanel> panel)
{
    private const double TapSeconds = 0.2;

    public IEnumerable<Route> Routes =>
    [
        new("GET", "/api/status", Access.Anyone, Status),
        new("GET", "/api/events", Access.Anyone, streams.ServeAsync),
        new("GET", "/api/lights", Access.Anyone, Lights),
        new("GET", "/api/limits", Access.Owner, Limits),
        new("POST", "/api/press", Access.Anyone, Press),
        new("POST", "/api/identify", Access.Owner, Identify),
    ];

    private Task Status(Call call) => call.Send(
        StatusCodes.Status200OK,
        WireStatus.From(node.Status(), node.Light, panel(), call.IsOwner),
        WireJson.Default.WireStatus);

    private Task Lights(Call call) => call.Send(
        StatusCodes.Status200OK,
        node.LightPatterns,
        (JsonTypeInfo<IReadOnlyList<LightPattern>>)WireJson.Default.IReadOnlyListLightPattern);

    private Task Limits(Call call) => call.Send(
        StatusCodes.Status200OK,
        node.Limits(),
        (JsonTypeInfo<IReadOnlyList<LimitStatus>>)WireJson.Default.IReadOnlyListLimitStatus);

    private async Task Press(Call call)
    {
        if (!node.Status().Simulated)
        {
            await call.Refuse(StatusCodes.Status404NotFound, "error.real-button").ConfigureAwait(false);
            return;
        }

        if (await call.Read(WireJson.Default.PressRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }

        var seconds = request.HoldSeconds ?? TapSeconds;
        if (!(seconds >= 0 && seconds <= DrawnButton.LongestHold.TotalSeconds))
        {
            await call.Refuse(StatusCodes.Status422UnprocessableEntity, "error.hold").ConfigureAwait(false);
            return;
        }

        if (seconds == 0)
        {
            button.Release();
        }
        else if (!await button.HoldAsync(TimeSpan.FromSeconds(seconds), call.Aborted).ConfigureAwait(false))
        {
            await call.Refuse(StatusCodes.Status409Conflict, "error.button-held").ConfigureAwait(false);
            return;
        }

        await call.Done().ConfigureAwait(false);
    }

    private async Task Identify(Call call)
    {
        await node.IdentifyAsync(call.Aborted).ConfigureAwait(false);
        await call.Done().ConfigureAwait(false);
    }
}
