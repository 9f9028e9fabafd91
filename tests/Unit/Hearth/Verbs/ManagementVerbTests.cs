using System.Text.Json;
using Hearth.CommandLine;
using Hearth.Forwarding;
using Hearth.Protocol;
using Hearth.Tests.Client;
using Hearth.Tests.Forwarding.Management;
using Xunit;

namespace Hearth.Tests.Verbs;

/// <summary>The verbs that speak to a forwarder's management, from the command line to its tables and back.</summary>
public sealed class ManagementVerbTests : IAsyncDisposable
{
    private readonly ManagedForwarder forwarder = new() { MakesFaces = true };
    private readonly FakeForwarder socket;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public ManagementVerbTests() => socket = new FakeForwarder(interest =>
    {
        lock (forwarder)
        {
            return forwarder.Receive(interest, forwarder.Program);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await socket.DisposeAsync();
        await output.DisposeAsync();
        await error.DisposeAsync();
    }

    [Fact]
    public async Task Faces_are_listed_in_columns()
    {
        Assert.Equal(
            """
             ID  REMOTE                 LOCAL                     LASTS            INTERESTS IN  OUT  DATA IN  OUT  BYTES IN  OUT
              1  internal://            internal://               persistent                  0    0        0    0       0 B  0 B
            256  fd://7                 unix:///run/nfd/nfd.sock  on demand                   0    0        0    0       0 B  0 B
            257  udp4://192.0.2.1:6363  udp4://192.0.2.9:6363     10 min 0 s idle             0    0        0    0       0 B  0 B

            """,
            await RunAsync("face list"));
    }

    [Fact]
    public async Task Faces_are_listed_for_programs()
    {
        var faces = await RunJsonAsync("face list --json");
        Assert.Equal(3, faces.GetArrayLength());
        Assert.Equal(
            """{"id":257,"remote":"udp4://192.0.2.1:6363","local":"udp4://192.0.2.9:6363","scope":"network","persistency":"onDemand","link":"pointToPoint","expiresInSeconds":600,"mtu":1400,"localFields":false,"reliable":false,"marking":false,"in":{"interests":0,"data":0,"nacks":0,"bytes":0},"out":{"interests":0,"data":0,"nacks":0,"bytes":0}}""",
            JsonSerializer.Serialize(faces[2]));
        Assert.Equal(JsonSerializer.Serialize(faces[2]), JsonSerializer.Serialize(await RunJsonAsync("face show 257 --json")));
    }

    [Fact]
    public async Task A_face_is_shown_in_full() =>
        Assert.Contains("link       one neighbour, packets of 1400 bytes at most\nlasts      10 min 0 s idle\n", await RunAsync("face show 257"), StringComparison.Ordinal);

    [Fact]
    public async Task A_face_is_made_once_and_closed_once()
    {
        Assert.Equal("face 258 to udp4://127.0.0.1:16000\n", await RunAsync("face create udp4://127.0.0.1:16000"));
        Assert.Equal("face 258 to udp4://127.0.0.1:16000 was there already\n", await RunAsync("face create udp4://127.0.0.1:16000"));
        Assert.Equal("face 258 closed\n", await RunAsync("face destroy udp4://127.0.0.1:16000"));
        await AssertFailsAsync("face destroy 258", "there is no face 258; `hearth face list` shows those there are.");
        await AssertFailsAsync("face destroy udp4://127.0.0.1:16000", "there is no face to udp4://127.0.0.1:16000; `hearth face list` shows those there are.");
    }

    [Theory]
    [InlineData("udp://127.0.0.1", "udp4://127.0.0.1:6363")]
    [InlineData("udp://127.0.0.1:7000", "udp4://127.0.0.1:7000")]
    [InlineData("udp://[::1]", "udp6://[::1]:6363")]
    [InlineData("udp4://224.0.23.170", "udp4://224.0.23.170:56363")]
    public async Task An_address_is_completed(string written, string canonical) =>
        Assert.Equal($"face 258 to {canonical}\n", await RunAsync($"face create {written}"));

    [Fact]
    public async Task A_refusal_is_one_line()
    {
        await AssertFailsAsync("face create tcp4://127.0.0.1:16000", "the forwarder refused: Connection failed: nobody is there (504).");
        await AssertFailsAsync("face create unix:///run/x.sock", "the forwarder refused: Non-canonical URI (400).");
        await AssertFailsAsync(
            "strategy set /p teapot",
            "the forwarder has no strategy teapot; hearth's are best-route, multicast, asf, self-learning, local-first, near-caches-first, contribute.");
        await AssertFailsAsync("route add /p 9999", "the forwarder refused: Face not found (410).");
    }

    [Fact]
    public async Task A_face_is_updated_and_says_what_it_cannot_have()
    {
        Assert.Equal("face 257 to udp4://192.0.2.1:6363 changed\n", await RunAsync("face update 257 --reliable on --lasts permanent --mtu 1300"));
        var shown = await RunAsync("face show 257");
        Assert.Contains("packets of 1300 bytes at most\n", shown, StringComparison.Ordinal);
        Assert.Contains("reliable   yes: what the link loses is sent again\nmarks      no\n", shown, StringComparison.Ordinal);
        Assert.Equal("permanent", (await RunJsonAsync("face show 257 --json")).GetProperty("persistency").GetString());
        await AssertFailsAsync(
            "face update 256 --reliable on --marking on",
            "face 256 to fd://7 cannot have --reliable (it is for UDP), nor --marking (its queue is not known).");
        await AssertFailsAsync("face update 999 --mtu 1300", "there is no face 999; `hearth face list` shows those there are.");
    }

    [Fact]
    public async Task Faces_are_listed_by_kind_and_channels_by_address()
    {
        Assert.Equal(257, Assert.Single((await RunJsonAsync("face list --scheme udp4 --json")).EnumerateArray()).GetProperty("id").GetInt32());
        Assert.Equal("tcp4://0.0.0.0:6363\nunix:///run/nfd/nfd.sock\n", await RunAsync("face channels"));
        Assert.Equal("""["tcp4://0.0.0.0:6363","unix:///run/nfd/nfd.sock"]""", JsonSerializer.Serialize(await RunJsonAsync("face channels --json")));
    }

    [Fact]
    public async Task Next_hops_are_listed_and_cached_packets_forgotten()
    {
        await RunAsync("route add /b 257 --cost 5");
        Assert.Equal("PREFIX  FACE  NEXT HOP               COST\n/b       257  udp4://192.0.2.1:6363     5\n", await RunAsync("route fib"));
        Assert.Equal("""[{"prefix":"/b","faceId":257,"nextHop":"udp4://192.0.2.1:6363","cost":5}]""", JsonSerializer.Serialize(await RunJsonAsync("route fib --json")));
        Assert.Equal("0 packets under /b forgotten\n", await RunAsync("cs erase /b --count 5"));
    }

    [Fact]
    public async Task A_route_is_added_to_a_new_face_listed_and_removed()
    {
        Assert.Equal("/b goes to face 258, made to udp4://127.0.0.1:16000\n", await RunAsync("route add /b udp4://127.0.0.1:16000 --cost 5 --expires 60"));
        Assert.Equal("/b/c goes to face 258 to udp4://127.0.0.1:16000\n", await RunAsync("route add /b/c udp://127.0.0.1:16000 --capture --no-inherit --origin 65"));
        Assert.Equal(
            """
            PREFIX  FACE  NEXT HOP                COST  MADE BY   FOR LONGER PREFIXES  EXPIRES
            /b       258  udp4://127.0.0.1:16000     5  a person  too                  in 1 min 0 s
            /b/c     258  udp4://127.0.0.1:16000     0  a client  no others            never

            """,
            await RunAsync("route list"));
        Assert.Equal(
            """[{"prefix":"/b","faceId":258,"nextHop":"udp4://127.0.0.1:16000","origin":255,"cost":5,"childInherit":true,"capture":false,"expiresInSeconds":60},{"prefix":"/b/c","faceId":258,"nextHop":"udp4://127.0.0.1:16000","origin":65,"cost":0,"childInherit":false,"capture":true,"expiresInSeconds":null}]""",
            JsonSerializer.Serialize(await RunJsonAsync("route list --json")));
        Assert.Equal("/b no longer goes to face 258\n", await RunAsync("route remove /b udp4://127.0.0.1:16000"));
        Assert.Null(forwarder.Forwarder.Rib.Find(Name.Parse("/b")));
        await AssertFailsAsync("route remove /b 258", "there is no route of /b to face 258 made by a person; `hearth route list` shows those there are.");
    }

    [Fact]
    public async Task More_routes_than_a_packet_holds_are_listed()
    {
        for (var i = 0; i < 300; i++)
        {
            Assert.True(forwarder.Forwarder.Rib.Register(Name.Parse($"/p/user-{i}"), new Route(forwarder.Neighbour, RouteOrigin.App, 0, 0)));
        }

        Assert.Equal(300, (await RunJsonAsync("route list --json")).GetArrayLength());
    }

    [Fact]
    public async Task A_strategy_is_set_listed_and_unset()
    {
        Assert.Equal("/p uses multicast/v=4\n", await RunAsync("strategy set /p multicast"));
        Assert.Equal("PREFIX  STRATEGY\n/       best-route/v=5\n/p      multicast/v=4\n", await RunAsync("strategy list"));
        Assert.Equal(
            """[{"prefix":"/","strategy":"/localhost/nfd/strategy/best-route/v=5"},{"prefix":"/p","strategy":"/localhost/nfd/strategy/multicast/v=4"}]""",
            JsonSerializer.Serialize(await RunJsonAsync("strategy list --json")));
        Assert.Equal("/p uses the strategy of the shorter prefix\n", await RunAsync("strategy unset /p"));
    }

    [Fact]
    public async Task A_strategy_is_set_with_parameters_that_it_takes()
    {
        Assert.Equal("/p uses asf/v=5/max-timeouts~5/probing-interval~9000\n", await RunAsync("strategy set /p asf/max-timeouts~5/probing-interval~9000"));
        Assert.Equal("/p uses best-route/v=5/retx-suppression-initial~20\n", await RunAsync("strategy set /p best-route/v=5/retx-suppression-initial~20"));
        Assert.Equal(
            "PREFIX  STRATEGY\n/       best-route/v=5\n/p      best-route/v=5/retx-suppression-initial~20\n", await RunAsync("strategy list"));
        await AssertFailsAsync(
            "strategy set /p best-route/max-timeouts~5", "the forwarder refused: Error instantiating strategy: Unknown parameter max-timeouts (404).");
    }

    [Fact]
    public async Task The_content_store_is_configured_and_shown()
    {
        Assert.Equal("capacity 1.50 MB, admits off, serves on\n", await RunAsync("cs config --capacity 1.5MB --admit off"));
        Assert.Equal("capacity  1.50 MB\npackets   0\nanswered  0 of 0 interests\nadmits    off\nserves    on\n", await RunAsync("cs info"));
        Assert.Equal(
            """{"capacity":1500000,"admit":false,"serve":true,"entries":0,"hits":0,"misses":0,"disk":null}""",
            JsonSerializer.Serialize(await RunJsonAsync("cs info --json")));
    }

    [Fact]
    public async Task The_status_needs_no_appliance_around_the_forwarder()
    {
        Assert.StartsWith("version    hearth 0.1.0\nrunning    1 h 0 min\nfaces      3\n", await RunAsync("status"), StringComparison.Ordinal);
        var status = await RunJsonAsync("status --json");
        Assert.Equal(3600, status.GetProperty("uptimeSeconds").GetDouble());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("appliance").ValueKind);
        Assert.True(status.GetProperty("contentStore").GetProperty("serve").GetBoolean());
    }

    [Theory]
    [InlineData("face show x", "'x' is no ID.")]
    [InlineData("face create nonsense", "'nonsense' is no address of a neighbour; write for example udp4://192.0.2.1:6363 or tcp://router.example.")]
    [InlineData("route add b 256", "'b' is no prefix; write it like /p/bob.")]
    [InlineData("route add /b 256 --expires 0", "--expires 0: a route lasts longer than 0 seconds.")]
    [InlineData("route add /b 256 --cost x", "--cost x: that is no N.")]
    [InlineData("cs config", "cs config needs one of: --capacity, --admit, --serve.")]
    [InlineData("cs config --capacity lots", "--capacity lots: write a size, for example 64MB.")]
    [InlineData("cs config --admit maybe", "--admit maybe: that is no on|off.")]
    [InlineData("cs erase b", "'b' is no prefix; write it like /p/bob.")]
    [InlineData("face update 257", "face update needs one of: --reliable, --marking, --local-fields, --lasts, --mtu.")]
    [InlineData("face update 257 --reliable yes", "--reliable yes: that is no on|off.")]
    [InlineData("face update 257 --lasts forever", "--lasts forever: that is no persistent|permanent|on-demand.")]
    [InlineData("face watch --count x", "--count x: that is no N.")]
    [InlineData("strategy unset /", "/ always has a strategy; choose another one with `hearth strategy set / NAME`.")]
    public async Task Wrong_usage_is_one_line(string line, string complaint)
    {
        Assert.Equal(ExitCode.WrongUsage, await Hearth(line));
        Assert.Equal($"hearth: {complaint} See `hearth {string.Join(' ', line.Split(' ').Take(2))} --help`.\n", error.ToString());
    }

    private async Task<string> RunAsync(string line)
    {
        output.GetStringBuilder().Clear();
        var code = await Hearth(line);
        Assert.Equal("", error.ToString());
        Assert.Equal(ExitCode.Done, code);
        return output.ToString();
    }

    private async Task<JsonElement> RunJsonAsync(string line) => JsonDocument.Parse(await RunAsync(line)).RootElement;

    private async Task AssertFailsAsync(string line, string complaint)
    {
        error.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Failed, await Hearth(line));
        Assert.Equal($"hearth: {complaint}\n", error.ToString());
        error.GetStringBuilder().Clear();
    }

    private Task<int> Hearth(string line)
    {
        string[] shared = ["--socket", socket.SocketPath, "--state", Path.Join(Path.GetDirectoryName(socket.SocketPath), "state")];
        return new HearthCommandLine(new Surroundings(_ => null), output, error).RunAsync([.. line.Split(' '), .. shared]);
    }
}
