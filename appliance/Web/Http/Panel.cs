using Microsoft.AspNetCore.Http;

namespace Hearth.Web.Http;

/// <summary>Every request comes through here.</summary>
internal sealed class Panel(INode node, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        _ = time;
        var door = context.Features.Get<Door>();
        await context.Response.WriteAsync($"{door?.Kind} {node.Light.Pattern.State}").ConfigureAwait(false);
    }
}
