using System.Net.WebSockets;
using System.Text.RegularExpressions;
using Hearth.Web;

namespace Hearth.Tests.Fakes;

/// <summary>
/// A node that keeps everything in memory and behaves as the panel's contract says: a press opens two minutes,
/// a claim makes an owner, files count against a quota. Its packets are made up.
/// </summary>
public sealed partial class FakeNode(TimeProvider time) : INode
{
    public static readonly LightPattern Unclaimed = new("unclaimed", "blue", [200, 200, 200, 1400]);
    public static readonly LightPattern Pairing = new("pairing", "blue", [200, 200]);
    public static readonly LightPattern Serving = new("serving", "green", [1000]);
    public static readonly LightPattern FactoryReset = new("factory-reset", "red", [200, 133]);
    public static readonly LightPattern Identifying = new("identify", "white", [800, 300, 200, 300, 800, 600]);

    public const string RecoveryCode =
        "amber basil cedar delta ember fable grove haven ivory jolly kayak lemon mango noble olive prism";

    private static readonly TimeSpan WindowLength = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ResetHold = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly long started = time.GetTimestamp();
    private readonly List<PublishedFile> files = [];
    private string? username;
    private PressWindow window;
    private long windowOpened;
    private bool held;
    private long lightSince;
    private long identifyUntil;
    private LightPattern shown = Unclaimed;

    public bool Simulated { get; init; } = true;

    /// <summary>How it stands with updates.</summary>
    public UpdateStatus? UpdateStatus { get; set; }

    /// <summary>What <see cref="AskUpdateAsync"/> answers.</summary>
    public UpdateAnswer UpdateAnswer { get; set; }

    /// <summary>What was asked about updates.</summary>
    public List<UpdateAsk> UpdatesAsked { get; } = [];

    /// <summary>The offset that the page told last, in minutes.</summary>
    public int? UtcOffset { get; private set; }

    /// <summary>What <see cref="ChangeSettingsAsync"/> answers.</summary>
    public IReadOnlyList<SettingError> SettingsRefused { get; init; } = [];

    /// <summary>Each hold of the button, as long as it was meant to be.</summary>
    public List<TimeSpan> Holds { get; } = [];

    /// <summary>Runs while the button is down, in place of the time that passes.</summary>
    public Func<TimeSpan, CancellationToken, Task> WhileHeld { get; init; } =
        (hold, cancel) => Task.Delay(hold, CancellationToken.None).WaitAsync(cancel);

    public Func<WebSocket, CancellationToken, Task> OnWebSocket { get; init; } = EchoAsync;

    /// <summary>While true, listing throws, as a bug would.</summary>
    public bool Breaks { get; set; }

    /// <summary>Told how many bytes the first read of a published body brought.</summary>
    public Action<int>? OnFirstRead { get; set; }

    /// <summary>What every publication ends with; null publishes.</summary>
    public PublishResult? PublishAnswer { get; set; }

    /// <summary>Told that publishing ended, however it did.</summary>
    public Action? OnPublishEnd { get; set; }

    public long Quota { get; init; } = 50_000_000;

    public bool MakesTraffic { get; init; }

    public UpdateStatus? Updates(int? utcOffset)
    {
        UtcOffset = utcOffset ?? UtcOffset;
        return UpdateStatus;
    }

    public ValueTask<UpdateAnswer> AskUpdateAsync(UpdateAsk ask, CancellationToken cancel)
    {
        UpdatesAsked.Add(ask);
        return ValueTask.FromResult(UpdateStatus is null ? UpdateAnswer.NoUpdates : UpdateAnswer);
    }

    /// <summary>Bytes of the last update that was brought in a file.</summary>
    public long BroughtBytes { get; private set; }

    public async ValueTask<UpdateAnswer> BringUpdateAsync(Stream file, CancellationToken cancel)
    {
        using var all = new MemoryStream();
        await file.CopyToAsync(all, cancel);
        BroughtBytes = all.Length;
        return UpdateStatus is null ? UpdateAnswer.NoUpdates : UpdateAnswer;
    }

    public NodeSettings Settings { get; private set; } = SettingsSchema.Defaults;

    public IReadOnlyList<LightPattern> LightPatterns { get; } =
        [new("fault", "red", [150, 200, 150, 200, 150, 1150]), FactoryReset, new("updating", "yellow", [1000, 1000]), Pairing,
         new("starting", "white", [100, 900]), Unclaimed, new("no-network", "orange", [200, 200, 200, 200, 200, 200, 200, 1200]),
         Serving, Identifying];

    public LightView Light
    {
        get
        {
            lock (gate)
            {
                CloseOldWindow();
                var now = time.GetTimestamp();
                var next = held ? FactoryReset
                    : window != PressWindow.None ? Pairing
                    : username is null ? Unclaimed
                    : now < identifyUntil ? Identifying
                    : Serving;
                if (next != shown)
                {
                    (shown, lightSince) = (next, now);
                }

                return new LightView(shown, time.GetElapsedTime(lightSince));
            }
        }
    }

    public IReadOnlyList<LimitStatus> Limits() =>
    [
        new("pending", 1_260_000, 33_554_432, 0, InBytes: true),
        new("cache", 66_800_000, 67_108_864, 48_210, InBytes: true),
        new("queues", 524_288, 67_108_864, 0, InBytes: true),
        new("faces", 14, 768, 3, InBytes: false),
        new("shelf", 0, 1024, 0, InBytes: false),
        new("fragments", 2, 256, 0, InBytes: false),
        new("unconfirmed", 31, 4096, 0, InBytes: false),
        new("prefixes", 12, 1_048_576, 0, InBytes: false),
        new("routes", 14, 1_048_576, 0, InBytes: false),
        new("paths", 9, 16_384, 0, InBytes: false),
        new("echoes", 8120, 131_072, 0, InBytes: false),
        new("listings", 20_480, 4_194_304, 0, InBytes: true),
        new("choices", 2, 1_048_576, 0, InBytes: false),
        new("commands", 0, 64, 0, InBytes: false),
        new("commanders", 3, 512, 0, InBytes: false),
        new("sending", 9_216, 425_984, 0, InBytes: true),
        new("receiving", 2_304, 851_968, 0, InBytes: true),
        new("work", 0, 16_384, 0, InBytes: false),
        new("announcers", 1, 256, 0, InBytes: false),
        new("neighbours", 2, 32, 0, InBytes: false),
        new("services", 11, 512, 0, InBytes: false),
        new("updates", 41_000_000, 67_108_864, 0, InBytes: true),
        new("disk", 310_000_000, 1_073_741_824, 0, InBytes: true),
        new("diskWrites", 12_400_000, 1_073_741_824, 0, InBytes: true),
        new("diskQueue", 0, 256, 0, InBytes: false),
    ];

    public NodeStatus Status()
    {
        lock (gate)
        {
            CloseOldWindow();
            var seconds = MakesTraffic ? time.GetElapsedTime(started).TotalSeconds : 0;
            var packets = (long)((40 * seconds) + (60 * (1 - Math.Cos(seconds / 5))));
            var bytes = files.Sum(file => file.Bytes);
            return new NodeStatus
            {
                Namespace = username is null ? null : $"/p/{username}",
                OwnerFingerprint = username is null ? null : "7f3a-91c2-0be4-d85a",
                HostName = "hearth.local",
                Neighbours = new NeighbourStatus(Known: 2, Routed: 1, Refused: 0, NoRoom: 0, Unread: 0),
                Window = window,
                WindowLeft = window == PressWindow.None ? TimeSpan.Zero : WindowLength - time.GetElapsedTime(windowOpened),
                Simulated = Simulated,
                Version = "0.1.0",
                Slot = "-",
                Uptime = time.GetElapsedTime(started),
                Faces =
                [
                    new FaceStatus(1, "internal://", Local: true, new(packets / 9, 0, 0, 0), new(0, packets / 9, 0, 0)),
                    new FaceStatus(256, "unix:///run/nfd/nfd.sock", Local: true, default, default),
                    new FaceStatus(257, "udp4://192.0.2.17:6363", Local: false, new(packets / 2, 0, 0, 0), new(0, packets / 2, 0, 0)),
                    new FaceStatus(258, "tcp4://198.51.100.4:51234", Local: false, new(packets / 3, 0, 0, 0), new(0, packets / 3, 0, 0)),
                ],
                ContentStore = new(packets / 2, packets * 900, Settings.CacheBytes, packets / 3, packets / 7),
                PitEntries = 3,
                FibEntries = 12,
                Repo = new(files.Count, bytes, Quota),
                In = new(packets, packets / 4, 0, packets * 120),
                Out = new(packets / 4, (long)(packets * 0.8), packets / 90, packets * 3000),
            };
        }
    }

    public ValueTask<ClaimResult> ClaimAsync(string username, string? recoveryCode, CancellationToken cancel)
    {
        lock (gate)
        {
            CloseOldWindow();
            if (this.username is not null)
            {
                return new(new ClaimResult.AlreadyClaimed());
            }

            if (window != PressWindow.Claim)
            {
                return new(new ClaimResult.WindowClosed());
            }

            if (username == "localhost")
            {
                return new(new ClaimResult.NameNotValid());
            }

            if (recoveryCode is not null && recoveryCode != RecoveryCode)
            {
                return new(new ClaimResult.RecoveryCodeNotValid());
            }

            this.username = username;
            window = PressWindow.None;
            return new(new ClaimResult.Claimed($"/p/{username}", "7f3a-91c2-0be4-d85a", recoveryCode is null ? RecoveryCode : null));
        }
    }

    public ValueTask<SignInResult> SignInAsync(CancellationToken cancel)
    {
        lock (gate)
        {
            CloseOldWindow();
            if (username is null)
            {
                return new(SignInResult.NotClaimed);
            }

            var open = window == PressWindow.SignIn;
            window = PressWindow.None;
            return new(open ? SignInResult.SignedIn : SignInResult.WindowClosed);
        }
    }

    public async Task PressAsync(TimeSpan hold, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        lock (gate)
        {
            Holds.Add(hold);
        }

        // As on the board: what is held longer than a press starts to count down.
        using var timer = time.CreateTimer(_ => held = true, null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        try
        {
            await WhileHeld(hold, cancel);
        }
        catch (OperationCanceledException)
        {
        }

        lock (gate)
        {
            held = false;
            var length = cancel.IsCancellationRequested ? time.GetElapsedTime(began) : hold;
            if (length >= ResetHold)
            {
                username = null;
                files.Clear();
                window = PressWindow.None;
            }
            else if (length <= TimeSpan.FromSeconds(2))
            {
                window = username is null ? PressWindow.Claim : PressWindow.SignIn;
                windowOpened = time.GetTimestamp();
            }
        }
    }

    public ValueTask IdentifyAsync(CancellationToken cancel)
    {
        identifyUntil = time.GetTimestamp() + (10 * time.TimestampFrequency);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<PublishedFile>> ListAsync(CancellationToken cancel)
    {
        if (Breaks)
        {
            throw new InvalidOperationException("A bug, as planted.");
        }

        lock (gate)
        {
            return new(files.AsEnumerable().Reverse().ToArray());
        }
    }

    public async ValueTask<PublishResult> PublishAsync(
        string name, Stream content, long? length, string? contentType, CancellationToken cancel)
    {
        if (PublishAnswer is { } answer)
        {
            return answer;
        }

        if (username is null)
        {
            return new PublishResult.NotClaimed();
        }

        var own = $"/p/{username}/";
        var full = name.StartsWith('/') ? name : own + name;
        if (name.Length == 0 || !NdnUri().IsMatch(full))
        {
            return new PublishResult.NameNotValid();
        }

        if (!full.StartsWith(own, StringComparison.Ordinal))
        {
            return new PublishResult.OutsideNamespace(own.TrimEnd('/'));
        }

        if (full.Contains("/v=", StringComparison.Ordinal))
        {
            return new PublishResult.VersionExists();
        }

        try
        {
            var used = Status().Repo.Bytes;
            var bytes = await CountAsync(content, Quota - used, cancel);
            return bytes > Quota - used ? new PublishResult.OverQuota(used, Quota) : Keep(full, bytes, contentType);
        }
        finally
        {
            OnPublishEnd?.Invoke();
        }
    }
    public ValueTask<UnpublishResult> UnpublishAsync(string name, CancellationToken cancel)
    {
        var full = name.StartsWith('/') ? name : $"/p/{username}/{name}";
        lock (gate)
        {
            return new(!NdnUri().IsMatch(full) ? UnpublishResult.NameNotValid
                : files.RemoveAll(file => file.Name == full) > 0 ? UnpublishResult.Unpublished
                : UnpublishResult.NotFound);
        }
    }

    public Task AttachWebSocketAsync(WebSocket socket, CancellationToken cancel) => OnWebSocket(socket, cancel);

    public ValueTask<IReadOnlyList<SettingError>> ChangeSettingsAsync(NodeSettings settings, CancellationToken cancel)
    {
        if (SettingsRefused.Count == 0)
        {
            Settings = settings;
        }

        return new(SettingsRefused);
    }

    private static async Task EchoAsync(WebSocket socket, CancellationToken cancel)
    {
        var buffer = new byte[8800];
        for (var received = await socket.ReceiveAsync(buffer, cancel);
            received.MessageType != WebSocketMessageType.Close;
            received = await socket.ReceiveAsync(buffer, cancel))
        {
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, cancel);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
    }

    private async Task<long> CountAsync(Stream content, long most, CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        long bytes = 0;
        for (int read; bytes <= most && (read = await content.ReadAsync(buffer, cancel)) > 0;)
        {
            if (bytes == 0)
            {
                OnFirstRead?.Invoke(read);
            }

            bytes += read;
        }

        return bytes;
    }

    private PublishResult.Published Keep(string name, long bytes, string? contentType)
    {
        lock (gate)
        {
            var version = files.Find(file => file.Name == name)?.Version + 1 ?? 1;
            files.RemoveAll(file => file.Name == name);
            files.Add(new PublishedFile(name, version, bytes, contentType, time.GetUtcNow()));
            return new PublishResult.Published(files[^1]);
        }
    }

    private void CloseOldWindow()
    {
        if (window != PressWindow.None && time.GetElapsedTime(windowOpened) >= WindowLength)
        {
            window = PressWindow.None;
        }
    }

    [GeneratedRegex(@"^(/[A-Za-z0-9._~=%-]+)+$")]
    private static partial Regex NdnUri();
}
