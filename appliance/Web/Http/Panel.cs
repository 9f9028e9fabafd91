using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hearth.Web.Http;

/// <summary>The page and its API. Every request passes the same gates in the same order: host, origin, route, session.</summary>
internal sealed partial class Panel(
    INode node, IEnumerable<Route> routes, SessionStore sessions, HostPolicy hosts, ILogger<Panel> log)
{
    private readonly FrozenDictionary<string, Route[]> table =
        routes.GroupBy(route => route.Path).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    private readonly PageAssets english = new(Words.English);
    private readonly PageAssets pseudo = new(Words.Pseudo);
    private long hostsRefused;
    private long originsRefused;

    public long HostsRefused => Interlocked.Read(ref hostsRefused);

    public long OriginsRefused => Interlocked.Read(ref originsRefused);

    public async Task HandleAsync(HttpContext context, Door door)
    {
        SecurityHeaders.Add(context.Response.Headers);
        try
        {
            await AnswerAsync(context, door).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error)
        {
            // A body too large, too slow or cut short: Kestrel says which.
            await Fail(context, door, error.StatusCode, "error.body").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
#pragma warning disable CA1031 // One request's bug must not take the others down; it is logged whole.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailure(log, error, context.Request.Method, context.TraceIdentifier);
            await Fail(context, door, StatusCodes.Status500InternalServerError, "error.internal").ConfigureAwait(false);
        }
    }

    private Task AnswerAsync(HttpContext context, Door door)
    {
        var words = WordsFor(context.Request);
        var call = new Call(context, door, words, session: null, rest: "");
        if (door.Kind == DoorKind.Panel)
        {
            if (!hosts.Allows(context.Request.Host, context.Connection.LocalIpAddress))
            {
                Interlocked.Increment(ref hostsRefused);
                return call.Refuse(StatusCodes.Status421MisdirectedRequest, "error.host");
            }

            if (!OriginPolicy.Allows(context.Request))
            {
                Interlocked.Increment(ref originsRefused);
                return call.Refuse(StatusCodes.Status403Forbidden, "error.origin");
            }
        }

        var path = context.Request.Path.Value ?? "/";
        return path.StartsWith("/api/", StringComparison.Ordinal)
            ? RouteAsync(context, door, words, path)
            : SendAsset(context, call, path);
    }

    private Task RouteAsync(HttpContext context, Door door, Words words, string path)
    {
        // Either the whole path is a route, or its part up to the third slash is one that takes the rest.
        var slash = path.IndexOf('/', "/api/".Length) + 1;
        var rest = "";
        if (!table.TryGetValue(path, out var candidates) && slash > 0 && table.TryGetValue(path[..slash], out candidates))
        {
            rest = path[slash..];
        }

        var call = new Call(context, door, words, FindSession(context, door), rest);
        if (candidates is null)
        {
            return call.Refuse(StatusCodes.Status404NotFound, "error.not-found");
        }

        var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
        if (candidates.FirstOrDefault(candidate => candidate.Method == method) is not { } route)
        {
            context.Response.Headers.Allow = string.Join(", ", candidates.Select(candidate => candidate.Method));
            return call.Refuse(StatusCodes.Status405MethodNotAllowed, "error.method");
        }

        context.Response.Headers.CacheControl = "no-store";
        return route.Access == Access.Owner && !call.IsOwner
            ? call.Refuse(StatusCodes.Status401Unauthorized, "error.sign-in")
            : route.Answer(call);
    }

    /// <summary>An appliance without owner has no sessions, whatever an old file says.</summary>
    private Session? FindSession(HttpContext context, Door door) =>
        door.Kind == DoorKind.Panel && SessionCookie.Read(context) is { } cookie
            && sessions.TryUse(cookie, out var session) && node.Status().Namespace is not null
            ? session
            : null;

    private Task SendAsset(HttpContext context, Call call, string path)
    {
        var assets = call.Words == Words.Pseudo ? pseudo : english;
        if (assets.Find(path) is not { } asset)
        {
            return call.Refuse(StatusCodes.Status404NotFound, "error.not-found");
        }

        var request = context.Request;
        var response = context.Response;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            return call.Refuse(StatusCodes.Status405MethodNotAllowed, "error.method");
        }

        response.Headers.ETag = asset.ETag;
        response.Headers.CacheControl = "no-cache";
        response.Headers.Vary = "Accept-Language";
        if (request.Headers.IfNoneMatch.Contains(asset.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = asset.ContentType;
        response.ContentLength = asset.Bytes.Length;
        return HttpMethods.IsHead(request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(asset.Bytes, context.RequestAborted).AsTask();
    }

    /// <summary><c>?lang=pseudo</c> for the page, and the language that the page then asks for.</summary>
    private static Words WordsFor(HttpRequest request) =>
        request.Query["lang"] == "pseudo" || request.Headers.AcceptLanguage == Words.Pseudo.Language ? Words.Pseudo : Words.English;

    private static Task Fail(HttpContext context, Door door, int status, string key)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        // The body may be half read: the connection ends with the answer.
        context.Response.Headers.Connection = "close";
        var call = new Call(context, door, WordsFor(context.Request), session: null, rest: "");
        return call.Refuse(status, key);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Request} failed")]
    private static partial void LogFailure(ILogger log, Exception error, string method, string request);
}
