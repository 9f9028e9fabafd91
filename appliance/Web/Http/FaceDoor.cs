using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hearth.Web.Http;

/// <summary>
/// NDN faces over WebSocket, at any path and from any page: an NDN network takes packets from strangers,
/// and no face that comes in here is local.
/// </summary>
internal sealed class FaceDoor
{
    private readonly INode node;
    private readonly CancellationToken stopping;
    private readonly WebSocketMiddleware upgrade;

    public FaceDoor(INode node, ILoggerFactory logs, CancellationToken stopping)
    {
        this.node = node;
        this.stopping = stopping;

        // A peer that answers no ping within a minute has gone.
        var options = new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30), KeepAliveTimeout = TimeSpan.FromSeconds(30) };
        upgrade = new WebSocketMiddleware(AttachAsync, Options.Create(options), logs);
    }

    public Task HandleAsync(HttpContext context) => upgrade.Invoke(context);

    private async Task AttachAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = "websocket";
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(Words.English.Say("error.websocket") + "\n", context.RequestAborted).ConfigureAwait(false);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        await node.AttachWebSocketAsync(socket, ended.Token).ConfigureAwait(false);
    }
}
