using Hearth.Web.Http.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hearth.Web.Http.Api;

/// <summary>What is published. A file's name is the rest of the path, percent-decoded once: an NDN URI, see <see cref="INode.PublishAsync"/>.</summary>
internal sealed class FilesApi(INode node)
{
    private const string Prefix = "/api/files/";

    public IEnumerable<Route> Routes =>
    [
        new("GET", "/api/files", Access.Owner, List),
        new("PUT", Prefix, Access.Owner, Publish),
        new("DELETE", Prefix, Access.Owner, Unpublish),
    ];

    private async Task List(Call call) => await call.Send(
        StatusCodes.Status200OK,
        await node.ListAsync(call.Aborted).ConfigureAwait(false),
        WireJson.Default.IReadOnlyListPublishedFile).ConfigureAwait(false);

    private async Task Publish(Call call)
    {
        // The quota bounds it, and the body is never held in memory.
        call.Http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        var request = call.Http.Request;
        var result = await node.PublishAsync(
            NameIn(call), request.Body, request.ContentLength, request.ContentType, call.Aborted).ConfigureAwait(false);
        await (result switch
        {
            PublishResult.Published published =>
                call.Send(StatusCodes.Status201Created, published.File, WireJson.Default.PublishedFile),
            PublishResult.NotClaimed => call.Refuse(StatusCodes.Status409Conflict, "error.not-claimed"),
            PublishResult.NameNotValid => call.Refuse(StatusCodes.Status422UnprocessableEntity, "error.file-name"),
            PublishResult.OutsideNamespace outside => call.Refuse(
                StatusCodes.Status422UnprocessableEntity, "error.outside-namespace", ("namespace", outside.Namespace)),
            PublishResult.VersionExists => call.Refuse(StatusCodes.Status409Conflict, "error.version-exists"),
            PublishResult.OverQuota full => call.Refuse(
                StatusCodes.Status507InsufficientStorage, "error.over-quota",
                ("used", call.Words.Size(full.Bytes)), ("quota", call.Words.Size(full.Quota))),
            PublishResult.DiskFull => call.Refuse(StatusCodes.Status507InsufficientStorage, "error.disk-full"),
            PublishResult.CutShort => call.Refuse(StatusCodes.Status400BadRequest, "error.cut-short"),
            _ => throw new InvalidOperationException(result.GetType().Name),
        }).ConfigureAwait(false);
    }

    private async Task Unpublish(Call call)
    {
        var result = await node.UnpublishAsync(NameIn(call), call.Aborted).ConfigureAwait(false);
        await (result switch
        {
            UnpublishResult.Unpublished => call.Done(),
            UnpublishResult.NotFound => call.Refuse(StatusCodes.Status404NotFound, "error.not-published"),
            _ => call.Refuse(StatusCodes.Status422UnprocessableEntity, "error.file-name"),
        }).ConfigureAwait(false);
    }

    /// <summary>Taken from the request line: Kestrel's decoded path has lost which slashes were escaped.</summary>
    private static string NameIn(Call call)
    {
        var target = call.Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?', 2)[0];
        var start = path.IndexOf(Prefix, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? "" : Uri.UnescapeDataString(path[(start + Prefix.Length)..]);
    }
}
