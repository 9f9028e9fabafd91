using System.Net.Sockets;
using System.Text;
using Hearth.Board.Lights;
using Hearth.Supervision;
using Xunit;

namespace Hearth.Tests.Supervision;

/// <summary>The real supervisor, and this process as its node.</summary>
/// <remarks>The supervisor ends a node that leaves its link and lives on, so it goes first.</remarks>
public sealed class SuperviseTests : IAsyncDisposable
{
    private static readonly ChildMessage.Health Fresh = new() { Serving = true, Claimed = false, Network = true, Page = "http://127.0.0.1:8080/" };

    private readonly string state = Directory.CreateTempSubdirectory("hearth-supervise-").FullName;
    private readonly HearthProcess supervise;
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private SupervisorLink? link;

    public SuperviseTests() => supervise = HearthProcess.Start(state, "supervise", "--simulated");

    public async ValueTask DisposeAsync()
    {
        await supervise.DisposeAsync();
        link?.Dispose();
        stop.Dispose();
        Directory.Delete(state, recursive: true);
    }

    [Fact]
    public async Task The_node_serves_and_the_page_is_said()
    {
        await StartNodeAsync();
        link!.Report(Fresh);

        await supervise.LineAsync(@"^Hearth is ready\. Open http://127\.0\.0\.1:8080/$");
    }

    [Fact]
    public async Task A_press_opens_the_claim_window_of_the_node()
    {
        var views = await StartNodeAsync();
        link!.Report(Fresh);
        await views.UntilAsync(view => view.Light == LightState.Unclaimed);

        var (exitCode, output) = await HearthProcess.RunAsync(state, "press");
        Assert.Equal((0, ""), (exitCode, output));

        var view = await views.UntilAsync(view => view is { Window: WindowKind.Claim, Light: LightState.Pairing });
        var left = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), view.WindowEnd);
        Assert.InRange(left, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120));

        link.Report(Fresh with { Claimed = true });
        await views.UntilAsync(view => view is { Window: WindowKind.Closed, Light: LightState.Serving });
    }

    [Fact]
    public async Task A_hold_counts_down_and_its_end_asks_for_the_reset()
    {
        var views = await StartNodeAsync();
        link!.Report(Fresh with { Claimed = true });
        await views.UntilAsync(view => view.Light == LightState.Serving);

        var press = HearthProcess.RunAsync(state, "press", "--hold", "10.2");

        await views.UntilAsync(view => view.Light == LightState.ResetCountdown);
        Assert.Equal(LinkEnd.ResetAsked, await views.End);
        // The process would exit here and come back; the supervisor gives it five seconds, and goes first.
        await supervise.KillAsync();
        await press;
    }

    [Fact]
    public async Task Another_version_is_told_why_it_is_refused()
    {
        using var stream = await ConnectAsync();
        await stream.WriteAsync("""{"type":"hello","version":99,"role":"node"}"""u8.ToArray().Append((byte)'\n').ToArray(), stop.Token);

        Assert.Equal(
            """{"type":"refused","reason":"it speaks another version of the protocol than 1; start both from the same file."}""",
            await new StreamReader(stream).ReadToEndAsync(stop.Token).ContinueWith(text => text.Result.TrimEnd('\n'), TaskScheduler.Default));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\n")]
    [InlineData(null)]
    public async Task A_stranger_with_nonsense_is_refused_and_the_next_one_served(string? nonsense)
    {
        using (var stream = await ConnectAsync())
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(nonsense ?? new string('x', SupervisionProtocol.MaxLine)), stop.Token);
            Assert.Contains("it sent a line that is no message", await new StreamReader(stream).ReadToEndAsync(stop.Token), StringComparison.Ordinal);
        }

        await StartNodeAsync();
    }

    [Fact]
    public async Task Its_sockets_are_for_its_user_alone()
    {
        await StartNodeAsync();

        foreach (var socket in Directory.GetFiles($"{state}/run", "*.sock"))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode($"{state}/run"));
    }

    [Fact]
    public async Task It_opens_no_network_socket_and_loads_no_web_server()
    {
        await StartNodeAsync();

        var network = "tcp tcp6 udp udp6 raw raw6 packet netlink icmp".Split(' ')
            .Select(table => $"/proc/{supervise.Id}/net/{table}").Where(File.Exists)
            .SelectMany(File.ReadLines).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        var sockets = Directory.GetFiles($"/proc/{supervise.Id}/fd").Select(descriptor => new FileInfo(descriptor).LinkTarget)
            .Where(target => target?.StartsWith("socket:[", StringComparison.Ordinal) == true)
            .Select(target => target!["socket:[".Length..^1]).ToList();
        Assert.NotEmpty(sockets);
        Assert.All(sockets, inode => Assert.DoesNotContain(inode, network));

        Assert.DoesNotContain(File.ReadLines($"/proc/{supervise.Id}/maps"), line => Path.GetFileName(line).StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_supervisor_says_so()
    {
        await StartNodeAsync();

        var (exitCode, output) = await HearthProcess.RunAsync(state, "supervise", "--simulated");

        Assert.Equal(1, exitCode);
        Assert.Contains($"another supervisor listens at {state}/run/supervisor.sock", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("press 61\n")]
    [InlineData("press -1\n")]
    [InlineData("press NaN\n")]
    [InlineData("press\n")]
    [InlineData("hold 1\n")]
    public async Task The_button_takes_presses_only(string line)
    {
        await StartNodeAsync();
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint($"{state}/run/board.sock"), stop.Token);
        using NetworkStream stream = new(socket);

        await stream.WriteAsync(Encoding.UTF8.GetBytes(line), stop.Token);

        Assert.StartsWith("refused: ", await new StreamReader(stream).ReadToEndAsync(stop.Token), StringComparison.Ordinal);
    }

    private async Task<SupervisorViews> StartNodeAsync()
    {
        link = await SupervisorLink.ConnectAsync($"{state}/run/supervisor.sock", ChildRole.Node, TimeProvider.System, stop.Token);
        Assert.True(await link.WaitForGoAsync(_ => Task.CompletedTask, stop.Token));
        Assert.True(link.SimulatedBoard);
        return new SupervisorViews(link, stop.Token);
    }

    private async Task<NetworkStream> ConnectAsync()
    {
        await supervise.LineAsync("the light is White");
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint($"{state}/run/supervisor.sock"), stop.Token);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
