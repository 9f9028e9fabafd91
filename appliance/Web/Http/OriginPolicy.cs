using Microsoft.AspNetCore.Http;

namespace Hearth.Web.Http;

/// <summary>
/// Whether a request that changes something may come from where it comes from. Every current browser says so in
/// Sec-Fetch-Site or Origin; a request with neither comes from no browser, so that no other page can have caused it,
/// and is judged by its cookie or the button press alone.
/// </summary>
internal static class OriginPolicy
{
    public static bool Allows(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return true;
        }

        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0 && site != "same-origin" && site != "none")
        {
            return false;
        }

        var origin = request.Headers.Origin;
        return origin.Count == 0
            || string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
    }
}
