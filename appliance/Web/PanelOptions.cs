using System.Net;

namespace Hearth.Web;

/// <summary>Where the panel listens and what it keeps.</summary>
public sealed record PanelOptions
{
    /// <summary>Where the page and its API are served (<c>--web</c>).</summary>
    public required IReadOnlyList<IPEndPoint> Web { get; init; }

    /// <summary>Where NDN faces connect over WebSocket, at any path (<c>--ws-port</c>).</summary>
    public IReadOnlyList<IPEndPoint> WebSocket { get; init; } = [];

    /// <summary>The Unix socket of the owner's API (<c>STATE/run/node.sock</c>): whoever can open it is the owner.</summary>
    public string? OwnerSocket { get; init; }

    /// <summary>The updater's way in; null where there is no updater.</summary>
    public UpdaterDoor? Updater { get; init; }

    /// <summary>Where sessions are kept (<c>STATE/sessions.json</c>).</summary>
    public required string SessionsFile { get; init; }

    /// <summary>The log that this machine writes (<c>--log</c>), for its owner to read; null where there is none to show.</summary>
    public string? Log { get; init; }

    /// <summary>What the run before left of it (<c>--last-log</c>).</summary>
    public string? LastLog { get; init; }

    /// <summary>
    /// Host names that the panel answers to, besides <c>localhost</c>, <c>hearth.local</c>, <c>hearth-N.local</c>
    /// and the address that the browser connected to.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];
}
