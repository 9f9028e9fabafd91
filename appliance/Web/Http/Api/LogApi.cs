using System.Text;
using Hearth.Web.Http.Wire;
using Microsoft.AspNetCore.Http;

namespace Hearth.Web.Http.Api;

/// <summary>The end of the log: of this run, and of the one before.</summary>
/// <param name="current">The log that is being written; null where this machine's own log keeps it.</param>
/// <param name="last">What was left of it when the run before ended.</param>
internal sealed class LogApi(string? current, string? last)
{
    /// <summary>The most that is sent of each, in bytes: some five hundred lines.</summary>
    public const int Most = 64 * 1024;

    public IEnumerable<Route> Routes => [new("GET", "/api/log", Access.Owner, Read)];

    private Task Read(Call call) => current is null
        ? call.Refuse(StatusCodes.Status404NotFound, "error.no-log")
        : call.Send(StatusCodes.Status200OK, new WireLog(End(current), last is null ? "" : End(last)), WireJson.Default.WireLog);

    /// <summary>The last whole lines of a file, and of the one that it was turned over to.</summary>
    private static string End(string path)
    {
        var text = Tail(path + ".0") + Tail(path);
        var lines = text[Math.Max(0, text.Length - Most)..];
        return lines.Length == text.Length ? lines : lines[(lines.IndexOf('\n') + 1)..];
    }

    private static string Tail(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Position = Math.Max(0, file.Length - Most);
            var bytes = new byte[Most];
            return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, Most, throwOnEndOfStream: false));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A first run has none before it, and a young log was not turned over yet.
            return "";
        }
    }
}
