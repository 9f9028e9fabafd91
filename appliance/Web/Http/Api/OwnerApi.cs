using Hearth.Web.Http.Wire;
using Microsoft.AspNetCore.Http;

namespace Hearth.Web.Http.Api;

/// <summary>Who owns the appliance, and which browsers are the owner's.</summary>
internal sealed class OwnerApi(INode node, SessionStore sessions)
{
    public IEnumerable<Route> Routes =>
    [
        new("POST", "/api/claim", Access.Anyone, Claim),
        new("POST", "/api/session", Access.Anyone, SignIn),
        new("DELETE", "/api/session", Access.Owner, SignOut),
        new("GET", "/api/sessions", Access.Owner, List),
        new("DELETE", "/api/sessions/", Access.Owner, Revoke),
    ];

    /// <summary>A name that nobody could claim is 422 at any time; then 409 once claimed, then 403 outside the window.</summary>
    private async Task Claim(Call call)
    {
        if (await call.Read(WireJson.Default.ClaimRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }

        if (request.Username is not { } username || !Username.IsValid(username))
        {
            await call.Refuse(StatusCodes.Status422UnprocessableEntity, "error.name").ConfigureAwait(false);
            return;
        }

        var code = string.IsNullOrWhiteSpace(request.RecoveryCode) ? null : request.RecoveryCode.Trim();
        var result = await node.ClaimAsync(username, code, call.Aborted).ConfigureAwait(false);
        await (result switch
        {
            ClaimResult.Claimed claimed => Claimed(call, claimed),
            ClaimResult.WindowClosed => call.Refuse(StatusCodes.Status403Forbidden, "error.claim-window"),
            ClaimResult.AlreadyClaimed => call.Refuse(StatusCodes.Status409Conflict, "error.claimed"),
            ClaimResult.NameNotValid => call.Refuse(StatusCodes.Status422UnprocessableEntity, "error.name"),
            ClaimResult.RecoveryCodeNotValid => call.Refuse(StatusCodes.Status422UnprocessableEntity, "error.recovery-code"),
            _ => throw new InvalidOperationException(result.GetType().Name),
        }).ConfigureAwait(false);
    }

    private Task Claimed(Call call, ClaimResult.Claimed claimed)
    {
        sessions.Clear();
        OpenSession(call);
        var qr = claimed.RecoveryCode is { } words ? QrDrawing.Of(words) : null;
        return call.Send(
            StatusCodes.Status201Created,
            new ClaimResponse(claimed.Namespace, claimed.OwnerFingerprint, claimed.RecoveryCode, qr),
            WireJson.Default.ClaimResponse);
    }

    private async Task SignIn(Call call)
    {
        var result = await node.SignInAsync(call.Aborted).ConfigureAwait(false);
        if (result != SignInResult.SignedIn)
        {
            var key = result == SignInResult.NotClaimed ? "error.not-claimed" : "error.sign-in-window";
            await call.Refuse(StatusCodes.Status403Forbidden, key).ConfigureAwait(false);
            return;
        }

        OpenSession(call);
        await call.Done().ConfigureAwait(false);
    }

    private Task SignOut(Call call)
    {
        if (call.Session is { } session)
        {
            sessions.Revoke(session.Id);
            SessionCookie.Delete(call.Http);
        }

        return call.Done();
    }

    private Task List(Call call) => call.Send(
        StatusCodes.Status200OK,
        [.. sessions.List().Select(session => new WireSession(
            session.Id, session.Created, session.LastUsed, session.Browser, session.System, session.Id == call.Session?.Id))],
        WireJson.Default.IReadOnlyListWireSession);

    private Task Revoke(Call call)
    {
        if (!sessions.Revoke(call.Rest))
        {
            return call.Refuse(StatusCodes.Status404NotFound, "error.no-session");
        }

        if (call.Rest == call.Session?.Id)
        {
            SessionCookie.Delete(call.Http);
        }

        return call.Done();
    }

    private void OpenSession(Call call)
    {
        if (!call.OverOwnerSocket)
        {
            SessionCookie.Set(call.Http, sessions.Open(call.Http.Request.Headers.UserAgent));
        }
    }
}
