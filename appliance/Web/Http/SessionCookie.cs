using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Hearth.Web.Http;

/// <summary>The cookie that holds a session's secret. It is not marked secure: the panel speaks plain HTTP on the home network.</summary>
internal static class SessionCookie
{
    public static string? Read(HttpContext context) => context.Request.Cookies[Name(context)];

    public static void Set(HttpContext context, string value) =>
        context.Response.Cookies.Append(Name(context), value, Attributes(SessionStore.Lifetime));

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(Name(context), Attributes(maxAge: null));

    // Browsers share cookies between the ports of a host; two nodes on one machine must not sign each other out.
    private static string Name(HttpContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"hearth-{context.Connection.LocalPort}");

    private static CookieOptions Attributes(TimeSpan? maxAge) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = maxAge };
}
