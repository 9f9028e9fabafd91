using System.Net.WebSockets;

namespace Hearth.Web;

/// <summary>
/// What the panel asks of the node. Every method may be called from any thread; results are closed sets,
/// exceptions are bugs or a cancelled request.
/// </summary>
public interface INode
{
    /// <summary>What the light shows now. Read four times a second while a page is open, so it must be cheap.</summary>
    LightView Light { get; }

    /// <summary>Every pattern the light can show, by falling priority: the page's legend.</summary>
    IReadOnlyList<LightPattern> LightPatterns { get; }

    /// <summary>The settings in force.</summary>
    NodeSettings Settings { get; }

    /// <summary>One snapshot. Read once a second while a page is open.</summary>
    NodeStatus Status();

    /// <summary>Everything that is bounded, how full it is, and what it turned away. Read while the owner looks at it.</summary>
    IReadOnlyList<LimitStatus> Limits();

    /// <summary>How it stands with updates; null where this node takes none.</summary>
    /// <param name="utcOffset">How far the asker's clock is ahead of UTC, in minutes, where it says so.</param>
    UpdateStatus? Updates(int? utcOffset);

    /// <summary>Looks for updates, installs one, or goes back.</summary>
    ValueTask<UpdateAnswer> AskUpdateAsync(UpdateAsk ask, CancellationToken cancel);

    /// <summary>Installs an update that the owner brings in a file, under the same rules as one that is fetched.</summary>
    ValueTask<UpdateAnswer> BringUpdateAsync(Stream file, CancellationToken cancel);

    /// <summary>Claims <c>/p/{username}</c>, or restores it when a recovery code is given. A claim closes the window.</summary>
    ValueTask<ClaimResult> ClaimAsync(string username, string? recoveryCode, CancellationToken cancel);

    /// <summary>Takes the one sign-in that a press after the claim grants, and closes the window.</summary>
    ValueTask<SignInResult> SignInAsync(CancellationToken cancel);

    /// <summary>
    /// Simulated board only: holds the button down for <paramref name="hold"/>, and completes once it is up again and
    /// what that opened has reached this node, so that a claim right after a press finds its window.
    /// Cancelling lets the button go at once (that is a release, and no error: the call still completes).
    /// </summary>
    Task PressAsync(TimeSpan hold, CancellationToken cancel);

    /// <summary>Shows the "identify me" pattern for ten seconds.</summary>
    ValueTask IdentifyAsync(CancellationToken cancel);

    /// <summary>What is published, the newest first.</summary>
    ValueTask<IReadOnlyList<PublishedFile>> ListAsync(CancellationToken cancel);

    /// <summary>
    /// Publishes a new version of <paramref name="name"/>, an NDN URI: relative to the owner's namespace
    /// (<c>photos/cat.jpg</c>), or absolute (<c>/p/alice/photos/cat.jpg</c>). The bytes are read as they arrive;
    /// when reading throws, nothing was published. <paramref name="length"/> is what the sender announced, if it did.
    /// </summary>
    ValueTask<PublishResult> PublishAsync(
        string name, Stream content, long? length, string? contentType, CancellationToken cancel);

    /// <summary>Takes a name off the network; its bytes go, its tombstone stays. Names as in <see cref="PublishAsync"/>.</summary>
    ValueTask<UnpublishResult> UnpublishAsync(string name, CancellationToken cancel);

    /// <summary>
    /// Runs an NDN face over <paramref name="socket"/> until either side closes it: one binary message is one packet.
    /// The face is never local, wherever its peer is: any page in a browser can open one.
    /// </summary>
    Task AttachWebSocketAsync(WebSocket socket, CancellationToken cancel);

    /// <summary>Applies and stores settings that passed <see cref="SettingsSchema"/>. Returns what this machine refuses, if anything.</summary>
    ValueTask<IReadOnlyList<SettingError>> ChangeSettingsAsync(NodeSettings settings, CancellationToken cancel);
}
