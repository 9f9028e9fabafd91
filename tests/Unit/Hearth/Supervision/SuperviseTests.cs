using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Hearth.Supervision;
using Xunit;

namespace Hearth.Tests.Supervision;

/// <summary>The real supervisor, and a node that is nothing but its link.</summary>
public sealed class SuperviseTests : IAsyncDisposable
{
    private readonly string state = Directory.CreateTempSubdirectory("hearth-supervise-").FullName;
    private readonly HearthProcess supervise;
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    public SuperviseTests() => supervise = HearthProcess.Start(state, "supervise", "--simulated");

    public async ValueTask DisposeAsync()
    {
        await supervise.DisposeAsync();
        Directory.Delete(state, recursive: true);
    }

    [Fact]
    public async Task The_node_serves_and_the_page_is_said()
    {
        await using var node = await StartNodeAsync();
        node.Say("serving network");

        await supervise.LineAsync(@"^Hearth is ready\. Open http://127\.0\.0\.1:8080/$");
    }

    [Fact]
    public async Task A_press_opens_the_claim_window_of_the_node()
    {
        await using var node = await StartNodeAsync();
        node.Say("serving network");
        await node.LineAsync("^light Unclaimed, window Closed");

        Assert.Equal((0, ""), await HearthProcess.RunAsync(state, "press"));

        var left = int.Parse((await node.LineAsync(@"^light Pairing, window Claim, (\d+) s$")).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        Assert.InRange(left, 60, 120);
        node.Say("serving claimed network");
        await node.LineAsync("^light Serving, window Closed");
    }

    [Fact]
    public async Task A_button_held_to_the_end_has_the_node_come_back_and_erase()
    {
        await using var node = await StartNodeAsync();
        node.Say("serving claimed network");
        await node.LineAsync("^light Serving");

        var press = HearthProcess.RunAsync(state, "press", "--hold", "10.2");

        await node.LineAsync("^light ResetCountdown");
        await node.LineAsync("^end ResetAsked$");
        Assert.Equal(75, await node.EndAsync());
        Assert.Equal((0, ""), await press);

        await using var again = HearthProcess.StartLinkedNode(state);
        await again.LineAsync("^erase$");
        await again.LineAsync("^go simulated$");
    }

    [Fact]
    public async Task A_node_without_its_supervisor_exits_to_be_started_again()
    {
        await using var node = await StartNodeAsync();

        await supervise.KillAsync();

        await node.LineAsync("^end Lost$");
        Assert.Equal(75, await node.EndAsync());
    }

    [Fact]
    public async Task Another_version_is_told_why_it_is_refused()
    {
        using var stream = await ConnectAsync();
        await stream.WriteAsync("""{"type":"hello","version":99,"role":"node"}"""u8.ToArray().Append((byte)'\n').ToArray(), stop);

        Assert.Equal(
            """{"type":"refused","reason":"it speaks another version of the protocol than 1; start both from the same file."}""",
            await new StreamReader(stream).ReadToEndAsync(stop).ContinueWith(text => text.Result.TrimEnd('\n'), TaskScheduler.Default));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\n")]
    [InlineData(null)]
    public async Task A_stranger_with_nonsense_is_refused_and_the_next_one_served(string? nonsense)
    {
        using (var stream = await ConnectAsync())
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(nonsense ?? new string('x', SupervisionProtocol.MaxLine)), stop);
            Assert.Contains("it sent a line that is no message", await new StreamReader(stream).ReadToEndAsync(stop), StringComparison.Ordinal);
        }

        await using var node = await StartNodeAsync();
    }

    [Fact]
    public async Task Its_sockets_are_for_its_user_alone()
    {
        await using var node = await StartNodeAsync();

        foreach (var socket in Directory.GetFiles($"{state}/run", "*.sock"))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode($"{state}/run"));
    }

    [Fact]
    public async Task It_opens_no_network_socket_and_loads_no_web_server()
    {
        await using var node = await StartNodeAsync();

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
        await using var node = await StartNodeAsync();

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
        await using var node = await StartNodeAsync();
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint($"{state}/run/board.sock"), stop);
        using NetworkStream stream = new(socket);

        await stream.WriteAsync(Encoding.UTF8.GetBytes(line), stop);

        Assert.StartsWith("refused: ", await new StreamReader(stream).ReadToEndAsync(stop), StringComparison.Ordinal);
    }

    private async Task<HearthProcess> StartNodeAsync()
    {
        var node = HearthProcess.StartLinkedNode(state);
        await node.LineAsync("^go simulated$");
        return node;
    }

    private async Task<NetworkStream> ConnectAsync()
    {
        await supervise.LineAsync("the light is White");
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint($"{state}/run/supervisor.sock"), stop);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
