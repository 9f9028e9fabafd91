using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Hearth.Web.Http;

/// <summary>The page's files, embedded in the binary, each with its ETag. The page itself exists once a language.</summary>
internal sealed class PageAssets
{
    private static readonly (string File, string Type)[] Files =
    [
        ("panel.css", "text/css; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("panel.js", "text/javascript; charset=utf-8"),
        ("api.js", "text/javascript; charset=utf-8"),
        ("words.js", "text/javascript; charset=utf-8"),
        ("elements.js", "text/javascript; charset=utf-8"),
        ("board.js", "text/javascript; charset=utf-8"),
        ("claim.js", "text/javascript; charset=utf-8"),
        ("files.js", "text/javascript; charset=utf-8"),
        ("traffic.js", "text/javascript; charset=utf-8"),
        ("log.js", "text/javascript; charset=utf-8"),
        ("limits.js", "text/javascript; charset=utf-8"),
        ("sessions.js", "text/javascript; charset=utf-8"),
        ("settings.js", "text/javascript; charset=utf-8"),
        ("updates.js", "text/javascript; charset=utf-8"),
    ];

    private readonly FrozenDictionary<string, PageAsset> assets;

    /// <summary>Prepares the files with the page in the language of <paramref name="words"/>.</summary>
    public PageAssets(Words words)
    {
        var all = Files.ToDictionary(entry => "/" + entry.File, entry => Asset(entry.Type, Read(entry.File)));
        all["/words.json"] = Asset("application/json; charset=utf-8", words.Json);
        all["/"] = Asset("text/html; charset=utf-8", Encoding.UTF8.GetBytes(Render(Encoding.UTF8.GetString(Read("index.html")), words)));
        assets = all.ToFrozenDictionary();
    }

    /// <summary>The file at <paramref name="path"/>, or null.</summary>
    public PageAsset? Find(string path) => assets.GetValueOrDefault(path);

    /// <summary>Opens an embedded file.</summary>
    public static Stream Open(string name) => typeof(PageAssets).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"{name} is not embedded.");

    private static byte[] Read(string name)
    {
        using var file = Open(name);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static PageAsset Asset(string type, ReadOnlyMemory<byte> bytes) =>
        new(type, bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes.Span).AsSpan(..8))}\"");

    /// <summary>Replaces each <c>{{key}}</c> by its words. A key without words throws, at start.</summary>
    private static string Render(string template, Words words)
    {
        var page = new StringBuilder(template.Length);
        var rest = template.AsSpan();
        for (var open = rest.IndexOf("{{"); open >= 0; open = rest.IndexOf("{{"))
        {
            var length = rest[open..].IndexOf("}}");
            var key = rest[(open + 2)..(open + length)].ToString();
            page.Append(rest[..open]);
            page.Append(key == "language" ? words.Language : WebUtility.HtmlEncode(words.Say(key)));
            rest = rest[(open + length + 2)..];
        }

        return page.Append(rest).ToString();
    }
}
