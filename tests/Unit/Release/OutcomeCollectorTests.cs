using System.Net;
using System.Text;
using Hearth.Release;
using Hearth.Release.Commands;
using Hearth.Release.Reports;
using Hearth.Release.Signing;
using Xunit;

namespace Hearth.Tests.Release;

/// <summary>What is collected of an update, and what the tool makes of it.</summary>
public sealed class OutcomeCollectorTests : IAsyncLifetime
{
    private const string AddressHeader = "X-Forwarded-For";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hearth-collect-");
    private readonly HttpClient client = new();
    private OutcomeCollector? collector;
    private string bundle = "";

    private string Channels => Path.Join(folder.FullName, "channels");

    private string Counts => Path.Join(folder.FullName, "counts.json");

    public async ValueTask InitializeAsync()
    {
        Release("init", Channels, "--keys", Keys);
        bundle = Publish("1");
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await collector!.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_keeps_sums_and_no_addresses_and_goes_on_with_them_after_a_restart()
    {
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync("Confirmed", "192.0.2.1"));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync("FellBack", "192.0.2.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync("FellBack", "192.0.2.2"));

        await collector!.DisposeAsync();
        await StartAsync();
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync("NotInstalled", "192.0.2.3"));

        Assert.Equal($$$"""{"{{{bundle}}}":{"succeeded":1,"failed":2}}""", File.ReadAllText(Counts));
    }

    [Fact]
    public async Task What_a_sender_makes_up_in_front_of_the_proxys_word_does_not_count()
    {
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync("FellBack", "192.0.2.1"));

        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync("FellBack", "198.51.100.7, 192.0.2.1"));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("FellBack", "somebody"));
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("""{"bundle":"aa"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"bundle":"aa","outcome":"0"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"bundle":"\ud800","outcome":"Confirmed"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"bundle":"aa","outcome":"Confirmed"}""", HttpStatusCode.NotFound)]
    public async Task What_is_no_report_of_a_bundle_that_is_published_changes_nothing(string body, HttpStatusCode status)
    {
        Assert.Equal(status, await SendBodyAsync(body, "192.0.2.1"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendBodyAsync(new string(' ', 300), "192.0.2.1"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.GetAsync(collector!.Url, TestContext.Current.CancellationToken)).StatusCode);
        Assert.False(File.Exists(Counts));
    }

    [Fact]
    public async Task Failures_that_were_collected_halt_their_rollout_once_and_no_other()
    {
        for (var i = 1; i <= 2; i++)
        {
            await SendAsync("FellBack", $"192.0.2.{i}");
        }

        Assert.Contains("1 goes on: 2 of 2 failed", Watch(), StringComparison.Ordinal);
        await SendAsync("FellBack", "192.0.2.3");
        Assert.Contains("1 is halted: 3 of 3 failed", Watch(), StringComparison.Ordinal);
        Assert.Contains("1 was halted before", Watch(), StringComparison.Ordinal);

        // Of the next one nothing is known yet.
        Publish("2");
        Assert.Contains("2 goes on: 0 of 0 failed", Watch(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_person_lets_go_on_is_not_halted_again_by_the_same_reports()
    {
        for (var i = 1; i <= 3; i++)
        {
            await SendAsync("FellBack", $"192.0.2.{i}");
        }

        Assert.Contains("1 is halted", Watch(), StringComparison.Ordinal);
        string[] resume = ["resume", Channels, "--keys", Keys, "--channel", "stable", "--board", "test/board"];
        Assert.Contains("1 goes on as planned", Release(resume), StringComparison.Ordinal);

        Assert.Contains("1 goes on, as somebody resumed it: 3 of 3 failed", Watch(), StringComparison.Ordinal);
        var error = new StringWriter();
        Assert.Equal(1, ReleaseCommandLine.Run(resume, new StringWriter(), error, TimeProvider.System));
        Assert.Contains("stable/test/board is not halted", error.ToString(), StringComparison.Ordinal);

        // Whoever resumes can think better of it; the next bundle is judged by its own reports.
        Release("halt", Channels, "--keys", Keys, "--channel", "stable", "--board", "test/board");
        Assert.Contains("1 was halted before", Watch(), StringComparison.Ordinal);
        Release(resume);
        bundle = Publish("2");
        await collector!.DisposeAsync();
        await StartAsync();
        for (var i = 1; i <= 3; i++)
        {
            await SendAsync("FellBack", $"192.0.2.{i}");
        }

        Assert.Contains("2 is halted", Watch(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sums_of_bundles_that_are_gone_go_with_the_next_report()
    {
        await SendAsync("Confirmed", "192.0.2.1");
        await collector!.DisposeAsync();
        bundle = Publish("2");
        await StartAsync();

        await SendAsync("Confirmed", "192.0.2.1");

        Assert.Equal($$$"""{"{{{bundle}}}":{"succeeded":1,"failed":0}}""", File.ReadAllText(Counts));
    }

    [Theory]
    [InlineData(2, "write an address and a port", "--listen", "somewhere", "--counts", "c")]
    [InlineData(2, "--counts FILE is missing")]
    [InlineData(2, "a whole number from 1 to 255", "--counts", "c", "--per-address", "0")]
    public void What_is_wrong_is_one_line(int code, string line, params string[] words)
    {
        var error = new StringWriter();
        Assert.Equal(code, ReleaseCommandLine.Run(["collect", Channels, .. words], new StringWriter(), error, TimeProvider.System));
        Assert.Contains(line, error.ToString(), StringComparison.Ordinal);
    }

    private string Keys => Path.Join(folder.FullName, "keys");

    private async Task StartAsync() => collector = await OutcomeCollector.StartAsync(
        new PublishedFolder(Channels), Counts, new ReportGate(1), new IPEndPoint(IPAddress.Loopback, 0), AddressHeader, TimeProvider.System);

    private Task<HttpStatusCode> SendAsync(string outcome, string from) => SendBodyAsync($$"""{"bundle":"{{bundle}}","outcome":"{{outcome}}"}""", from);

    private async Task<HttpStatusCode> SendBodyAsync(string body, string from)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, collector!.Url) { Content = new StringContent(body, Encoding.ASCII) };
        request.Headers.Add(AddressHeader, from);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private string Watch() => Release("watch", Channels, "--keys", Keys, "--counts", Counts);

    // The hash of its bundle.
    private string Publish(string version)
    {
        TestImages.Write(Path.Join(folder.FullName, "images"), version);
        Release(
            "publish", Channels, "--keys", Keys, "--channel", "stable", "--board", "test/board",
            "--images", Path.Join(folder.FullName, "images"), "--version", version);
        return Assert.Single(Repository.Read(new PublishedFolder(Channels), DateTimeOffset.UtcNow).Bundles).Hash;
    }

    private static string Release(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.True(ReleaseCommandLine.Run(words, output, error, TimeProvider.System) == 0, error.ToString());
        return output.ToString();
    }
}
