using System.Net;
using Hearth.CommandLine;
using Xunit;

namespace Hearth.Tests.CommandLine;

public sealed class HearthOptionsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("hearth-options-").FullName;
    private readonly Dictionary<string, string> environment = [];

    public HearthOptionsTests() => environment["HOME"] = Path.Join(root, "home");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Nothing_given_means_the_defaults_of_a_device()
    {
        var options = Resolve();

        Assert.Equal(Path.Join(root, "home/.local/state/hearth"), options.State.Root);
        Assert.Null(options.Socket);
        Assert.Equal(6363, options.Port);
        Assert.Equal(9696, options.WebSocketPort);
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Any, 80), options.Web);
        Assert.Equal(IPAddress.IPv6Any, options.Bind);
    }

    [Fact]
    public void A_trial_opens_nothing_beyond_this_machine()
    {
        var options = HearthOptions.Resolve(_ => null, OptionDefaults.Trial, Surroundings);

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 8080), options.Web);
        Assert.Equal(IPAddress.Loopback, options.Bind);
    }

    [Theory]
    [InlineData("--web", "127.0.0.1:8081", "127.0.0.1:8081")]
    [InlineData("--web", "[::1]:8081", "[::1]:8081")]
    [InlineData("--web", ":80", "[::]:80")]
    [InlineData("--web", "0.0.0.0:0", "0.0.0.0:0")]
    public void A_web_address_is_read(string option, string text, string expected) =>
        Assert.Equal(expected, Resolve((option, text)).Web.ToString());

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--port", "-1")]
    [InlineData("--port", "http")]
    [InlineData("--port", "")]
    [InlineData("--ws-port", "65536")]
    [InlineData("--web", "127.0.0.1")]
    [InlineData("--web", "8080")]
    [InlineData("--web", "::1")]
    [InlineData("--web", "[::1]")]
    [InlineData("--web", "127.0.0.1:70000")]
    [InlineData("--web", "localhost:8080")]
    [InlineData("--bind", "here")]
    [InlineData("--bind", "300.0.0.1")]
    [InlineData("--discovery", "yes")]
    public void A_value_that_cannot_be_is_refused_by_its_option(string option, string text)
    {
        var wrong = Assert.Throws<WrongUsageException>(() => Resolve((option, text)));

        Assert.StartsWith($"{option} {text}: ", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Fact]
    public void A_wrong_environment_variable_is_named()
    {
        environment["HEARTH_PORT"] = "x";

        var wrong = Assert.Throws<WrongUsageException>(() => Resolve());

        Assert.StartsWith("HEARTH_PORT=x: ", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--state", "HEARTH_STATE")]
    [InlineData("--socket", "HEARTH_SOCKET")]
    [InlineData("--port", "HEARTH_PORT")]
    [InlineData("--ws-port", "HEARTH_WS_PORT")]
    [InlineData("--web", "HEARTH_WEB")]
    [InlineData("--bind", "HEARTH_BIND")]
    [InlineData("--discovery", "HEARTH_DISCOVERY")]
    public void Each_option_wins_over_its_variable_and_the_variable_over_the_default(string option, string variable)
    {
        var (first, second) = option switch
        {
            "--state" or "--socket" => ($"{root}/a", $"{root}/b"),
            "--web" => ("127.0.0.1:1001", "127.0.0.1:1002"),
            "--bind" => ("127.0.0.2", "127.0.0.3"),
            "--discovery" => ("off", "on"),
            _ => ("1001", "1002"),
        };
        environment[variable] = first;

        Assert.Contains(first, Resolve().ToArguments());
        Assert.Contains(second, Resolve((option, second)).ToArguments());
        Assert.DoesNotContain(first, Resolve((option, second)).ToArguments());
    }

    [Fact]
    public void A_child_process_reads_the_same_options_back()
    {
        var options = Resolve(("--state", $"{root}/s"), ("--socket", $"{root}/n.sock"), ("--port", "1"), ("--ws-port", "2"), ("--web", ":3"), ("--bind", "::1"), ("--discovery", "off"));
        var arguments = options.ToArguments();

        var again = HearthOptions.Resolve(name => ValueAfter(arguments, name), OptionDefaults.Trial, options.Surroundings);

        Assert.Equal(options, again);
    }

    [Fact]
    public void A_socket_path_has_at_most_107_bytes()
    {
        var longest = "/" + new string('s', 106);

        Assert.Equal(longest, Resolve(("--socket", longest)).Socket);
        var wrong = Assert.Throws<WrongUsageException>(() => Resolve(("--socket", longest + "s")));
        Assert.Contains("107 bytes", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_folder_leaves_room_for_the_sockets_inside()
    {
        var longest = "/" + new string('s', 106 - "/run/supervisor.sock".Length);

        Assert.Equal(107, Resolve(("--state", longest)).State.SupervisorSocket.Length);
        Assert.Throws<WrongUsageException>(() => Resolve(("--state", longest + "s")));
    }

    [Fact]
    public void A_state_folder_that_is_a_file_is_refused()
    {
        var file = Path.Join(root, "file");
        File.WriteAllText(file, "");

        Assert.Throws<WrongUsageException>(() => Resolve(("--state", file)));
    }

    [Fact]
    public void The_node_takes_the_socket_of_NFD_where_it_may_write_there()
    {
        Assert.Equal(Path.Join(root, "run/nfd/nfd.sock"), Resolve().NodeSocket);
        Assert.Empty(Directory.GetFiles(Path.Join(root, "run/nfd")));
    }

    [Fact]
    public void The_node_takes_a_socket_of_its_own_where_it_may_not()
    {
        File.WriteAllText(Path.Join(root, "run"), "no folder");

        var options = Resolve();

        Assert.Equal(options.State.FaceSocket, options.NodeSocket);
    }

    [Fact]
    public void A_client_finds_its_forwarder_in_the_order_of_NDN_tools()
    {
        Assert.Equal($"unix://{root}/run/nfd/nfd.sock", Resolve().ClientTransport.ToString());

        Directory.CreateDirectory(Resolve().State.Run);
        File.WriteAllText(Resolve().State.FaceSocket, "");
        Assert.Equal($"unix://{Resolve().State.FaceSocket}", Resolve().ClientTransport.ToString());

        Configure("etc/ndn/client.conf", "; transport=unix:///commented\ntransport=tcp://machine:7000\n");
        Assert.Equal("tcp://machine:7000", Resolve().ClientTransport.ToString());

        Configure("home/.ndn/client.conf", "pib=pib-sqlite3\n transport = unix:///user ; mine\n");
        Assert.Equal("unix:///user", Resolve().ClientTransport.ToString());

        environment["NDN_CLIENT_TRANSPORT"] = "tcp4://127.0.0.1";
        Assert.Equal("tcp://127.0.0.1:6363", Resolve().ClientTransport.ToString());

        environment["HEARTH_SOCKET"] = "/variable";
        Assert.Equal("unix:///variable", Resolve().ClientTransport.ToString());

        Assert.Equal("unix:///option", Resolve(("--socket", "/option")).ClientTransport.ToString());
    }

    [Theory]
    [InlineData("ws://router")]
    [InlineData("udp://")]
    [InlineData("unix://relative")]
    [InlineData("tcp://")]
    [InlineData("tcp://host:0")]
    [InlineData("tcp://host:70000")]
    [InlineData("nonsense")]
    public void A_transport_that_cannot_be_is_refused_where_it_stands(string uri)
    {
        environment["NDN_CLIENT_TRANSPORT"] = uri;

        var wrong = Assert.Throws<WrongUsageException>(() => Resolve().ClientTransport);

        Assert.StartsWith("NDN_CLIENT_TRANSPORT: ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transport_may_be_an_IPv6_address()
    {
        Assert.True(ClientTransport.TryParse("tcp6://[::1]:7000", out var transport));
        Assert.Equal(new ClientTransport.Tcp("::1", 7000), transport);
        Assert.Equal("tcp://[::1]:7000", transport.ToString());
    }

    private Surroundings Surroundings => new(environment.GetValueOrDefault, root);

    private HearthOptions Resolve(params (string Option, string Text)[] given) =>
        HearthOptions.Resolve(name => given.FirstOrDefault(pair => pair.Option == name).Text, OptionDefaults.Device, Surroundings);

    private void Configure(string path, string text)
    {
        var file = Path.Join(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static string? ValueAfter(IReadOnlyList<string> arguments, string name)
    {
        for (var i = 0; i + 1 < arguments.Count; i += 2)
        {
            if (arguments[i] == name)
            {
                return arguments[i + 1];
            }
        }

        return null;
    }
}
