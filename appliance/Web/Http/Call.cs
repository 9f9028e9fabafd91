using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hearth.Web.Http.Wire;
using Microsoft.AspNetCore.Http;

namespace Hearth.Web.Http;

/// <summary>One request to the API: who asks, in which language, and how to answer.</summary>
internal sealed class Call(HttpContext http, Door door, Words words, Session? session, string rest)
{
    public HttpContext Http => http;

    public Words Words => words;

    /// <summary>True over the owner's socket, where no cookie is needed or given.</summary>
    public bool OverOwnerSocket => door.Kind == DoorKind.Owner;

    /// <summary>The browser's session, when it has one.</summary>
    public Session? Session => session;

    public bool IsOwner => OverOwnerSocket || session is not null;

    /// <summary>The path beyond the route's prefix, decoded.</summary>
    public string Rest => rest;

    public CancellationToken Aborted => http.RequestAborted;

    public Task Send<T>(int status, T value, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, Aborted).AsTask();
    }

    public Task Done()
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>Answers with the line that <paramref name="key"/> says.</summary>
    public Task Refuse(int status, string key, params ReadOnlySpan<(string Name, string Value)> values) =>
        Send(status, new WireError(words.Say(key, values)), WireJson.Default.WireError);

    /// <summary>The body, or null (already answered) when it is not that JSON.</summary>
    public async ValueTask<T?> Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync(http.Request.Body, type, Aborted).ConfigureAwait(false) is { } value)
            {
                return value;
            }
        }
        catch (JsonException)
        {
            // Answered below, as for the literal null.
        }

        await Refuse(StatusCodes.Status400BadRequest, "error.body").ConfigureAwait(false);
        return null;
    }
}
