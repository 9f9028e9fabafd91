using System.Net.Sockets;
using Hearth.CommandLine;
using Hearth.Identity.State;
using Hearth.Linux;
using Hearth.Protocol;
using Hearth.Supervision;
using Hearth.Updating;
using Hearth.Web;
using Microsoft.Extensions.Logging;

namespace Hearth.Node;

/// <summary>The node's part in updates, put together: what it serves to others and, on an appliance, what it does for its updater.</summary>
internal sealed class NodeUpdates : IDisposable
{
    private readonly UpdateCarriage? carriage;
    private readonly FileStream? wake;
    private readonly CancellationTokenSource stopping = new();

    private NodeUpdates(UpdateShelf shelf, Name prefix, UpdatePackets packets, UpdateCarriage? carriage, FileStream? wake) =>
        (Shelf, Prefix, Packets, this.carriage, this.wake) = (shelf, prefix, packets, carriage, wake);

    /// <summary>What it fetched for its own update.</summary>
    public UpdateShelf Shelf { get; }

    /// <summary>The name below which it serves.</summary>
    public Name Prefix { get; }

    /// <summary>What it serves.</summary>
    public UpdatePackets Packets { get; }

    /// <summary>The desk; null on a node that takes no updates.</summary>
    public UpdateDesk? Desk { get; private init; }

    /// <summary>Tells others how updates went; null where nobody wants to know.</summary>
    private OutcomeReporter? Reporter { get; init; }

    /// <summary>The updater's way in; null likewise.</summary>
    public UpdaterDoor? Door { get; private init; }

    /// <summary>Plans until it is disposed of. When it ends before, something broke.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Opens it; null where there is nothing to do.</summary>
    /// <param name="settings">What it has to do.</param>
    /// <param name="options">Where everything is.</param>
    /// <param name="content">The packet side.</param>
    /// <param name="link">The supervisor; null for none.</param>
    /// <param name="mayReport">Whether the owner lets others be told how updates went.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Worth a line.</param>
    /// <exception cref="VerbFailedException">The channel's file cannot be read, or the pipe is not there.</exception>
    public static NodeUpdates? Open(UpdateSettings settings, HearthOptions options, ContentNode content, SupervisorLink? link, Func<bool> mayReport, TimeProvider time, ILoggerFactory logs)
    {
        if (settings is { Channel: null, Published: null })
        {
            return null;
        }

        var shelf = new UpdateShelf(options.State.Updates, UpdateShelf.UsualBytes);
        if (settings.Channel is not { } folder)
        {
            return new NodeUpdates(shelf, settings.Prefix, Serve(settings.Prefix, shelf, settings.Published), null, null);
        }

        var channel = Channel.Read(folder);
        var log = logs.CreateLogger<UpdateDesk>();
        var named = new NamedObjects(new ClientTransport.Unix(options.NodeSocket), channel.Prefix, new UpdateRoutes(content, channel.Prefix), shelf, time);
        var carriage = new UpdateCarriage(shelf, named, channel.Server, time, log);
        var wake = OpenPipe(settings.Wake);
        var brought = new BroughtFile(options.State.Brought, channel);
        var state = new StateFolder(options.State.Updates);
        var reporter = channel.Reports is { } address ? new OutcomeReporter(address, state, mayReport, time, log) : null;
        var desk = new UpdateDesk(channel, carriage, brought, new UpdateJournal(state, channel.Version, log), reporter, link, wake is null ? null : () => wake.Write("\n"u8), time, log);
        return new NodeUpdates(shelf, channel.Prefix, Serve(channel.Prefix, shelf, settings.Published), carriage, wake)
        {
            Desk = desk,
            Reporter = reporter,
            Door = new UpdaterDoor(settings.Socket ?? options.State.UpdatesSocket, Admits(settings.User), desk.AnswerAsync),
        };
    }

    /// <summary>Begins to plan.</summary>
    public void Start(SupervisorLink? link)
    {
        if (Desk is { } desk)
        {
            link?.Changed += desk.Notice;
            var planning = Task.Run(() => desk.RunAsync(stopping.Token), CancellationToken.None);
            Running = Reporter is null ? planning : Task.WhenAny(planning, Task.Run(() => Reporter.RunAsync(stopping.Token), CancellationToken.None)).Unwrap();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stopping.Cancel();
        ((IAsyncResult)Running).AsyncWaitHandle.WaitOne();
        carriage?.Dispose();
        wake?.Dispose();
        stopping.Dispose();
    }

    private static UpdatePackets Serve(Name prefix, UpdateShelf shelf, string? published) => new(prefix, path =>
        shelf.Find(path) ?? (published is not null && Path.Join(published, path) is var file && File.Exists(file) ? file : null));

    private static Func<Socket, bool> Admits(uint? user) => socket =>
        PeerCredentials.Of(socket) is var peer && (user is { } only ? peer.UserId == only : peer.IsSameUser);

    // Held open for both ends, so that a word waits there while the updater runs.
    private static FileStream? OpenPipe(string? path)
    {
        try
        {
            return path is null ? null : new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailedException($"{path}: {refusal.Message}");
        }
    }
}
