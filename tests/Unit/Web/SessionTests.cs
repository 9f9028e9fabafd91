using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hearth.Web.Http;
using Xunit;

namespace Hearth.Tests.Web;

public class SessionTests
{
    private const string Phone =
        "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0";

    [Fact]
    public async Task Without_a_press_no_browser_signs_in()
    {
        await using var panel = await RunningPanel.StartAsync();
        await panel.ClaimAsync();
        var answer = await panel.SendAsync("POST", "/api/session");
        Assert.Equal(403, answer.Status);
        Assert.Null(answer.SetCookie);
    }

    [Fact]
    public async Task Before_the_claim_no_browser_signs_in_even_after_a_press()
    {
        await using var panel = await RunningPanel.StartAsync();
        await panel.SendAsync("POST", "/api/press", "{}");
        Assert.Equal(403, (await panel.SendAsync("POST", "/api/session")).Status);
    }

    [Fact]
    public async Task One_press_signs_in_one_more_browser_and_the_list_says_which()
    {
        await using var panel = await RunningPanel.StartAsync();
        var first = await panel.ClaimAsync();
        await panel.SendAsync("POST", "/api/press", "{}");
        var second = await panel.SendAsync("POST", "/api/session", headers: ("User-Agent", Phone));
        Assert.Equal(204, second.Status);
        Assert.Equal(403, (await panel.SendAsync("POST", "/api/session")).Status);

        var listed = (await panel.SendAsync("GET", "/api/sessions", cookie: first)).Json.EnumerateArray().ToArray();
        Assert.Equal(2, listed.Length);
        var phone = Assert.Single(listed, session => !session.GetProperty("current").GetBoolean());
        Assert.Equal("Firefox", phone.GetProperty("browser").GetString());
        Assert.Equal("Android", phone.GetProperty("system").GetString());
    }

    [Fact]
    public async Task A_revoked_browser_is_signed_out_at_once()
    {
        await using var panel = await RunningPanel.StartAsync();
        var first = await panel.ClaimAsync();
        await panel.SendAsync("POST", "/api/press", "{}");
        var second = (await panel.SendAsync("POST", "/api/session")).Cookie;
        Assert.Equal(200, (await panel.SendAsync("GET", "/api/files", cookie: second)).Status);

        var id = (await panel.SendAsync("GET", "/api/sessions", cookie: first)).Json.EnumerateArray()
            .Single(session => !session.GetProperty("current").GetBoolean()).GetProperty("id").GetString();
        Assert.Equal(204, (await panel.SendAsync("DELETE", $"/api/sessions/{id}", cookie: first)).Status);
        Assert.Equal(401, (await panel.SendAsync("GET", "/api/files", cookie: second)).Status);
        Assert.Equal(404, (await panel.SendAsync("DELETE", $"/api/sessions/{id}", cookie: first)).Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_takes_the_cookie_back()
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();
        var answer = await panel.SendAsync("DELETE", "/api/session", cookie: cookie);
        Assert.Equal(204, answer.Status);
        Assert.Contains("expires=Thu, 01 Jan 1970", answer.SetCookie, StringComparison.Ordinal);
        Assert.Equal(401, (await panel.SendAsync("GET", "/api/files", cookie: cookie)).Status);
    }

    [Fact]
    public async Task At_rest_there_is_a_hash_and_no_cookie_in_a_file_that_only_its_user_reads()
    {
        await using var panel = await RunningPanel.StartAsync();
        var secret = (await panel.ClaimAsync()).Split('=')[1];
        var file = await File.ReadAllTextAsync(panel.SessionsFile, RunningPanel.Cancel);
        Assert.DoesNotContain(secret, file, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))), file, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(panel.SessionsFile));
        Assert.Equal(43, secret.Length);
    }

    [Fact]
    public async Task A_new_claim_starts_with_no_old_browser()
    {
        await using var panel = await RunningPanel.StartAsync();
        var old = await panel.ClaimAsync();
        await panel.SendAsync("POST", "/api/press", """{"holdSeconds":12}""");
        Assert.Equal(401, (await panel.SendAsync("GET", "/api/files", cookie: old)).Status);
        await panel.ClaimAsync("bob");
        Assert.Equal(401, (await panel.SendAsync("GET", "/api/files", cookie: old)).Status);
    }

    [Fact]
    public void Sessions_survive_a_restart()
    {
        using var file = new TemporaryFile();
        var cookie = new SessionStore(file.Path, TimeProvider.System).Open(Phone);
        Assert.True(new SessionStore(file.Path, TimeProvider.System).TryUse(cookie, out var session));
        Assert.Equal("Firefox", session.Browser);
    }

    [Fact]
    public void A_session_unused_for_as_long_as_browsers_keep_cookies_has_expired()
    {
        using var file = new TemporaryFile();
        var time = new ManualTime();
        var store = new SessionStore(file.Path, time);
        var cookie = store.Open(null);
        time.Advance(SessionStore.Lifetime);
        Assert.True(store.TryUse(cookie, out _));
        time.Advance(SessionStore.Lifetime + TimeSpan.FromSeconds(1));
        Assert.False(store.TryUse(cookie, out _));
        Assert.Empty(store.List());
    }

    [Fact]
    public void Beyond_the_bound_the_browser_unused_for_longest_is_signed_out()
    {
        using var file = new TemporaryFile();
        var time = new ManualTime();
        var store = new SessionStore(file.Path, time);
        var cookies = new List<string>();
        for (var count = 0; count < 16; count++)
        {
            cookies.Add(store.Open(null));
            time.Advance(TimeSpan.FromHours(1));
        }

        Assert.True(store.TryUse(cookies[0], out _));
        store.Open(null);
        Assert.Equal(16, store.List().Count);
        Assert.True(store.TryUse(cookies[0], out _));
        Assert.False(store.TryUse(cookies[1], out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"version\":2,\"sessions\":[]}")]
    [InlineData("[1,2")]
    public void A_file_that_cannot_be_read_signs_everyone_out(string content)
    {
        using var file = new TemporaryFile();
        File.WriteAllText(file.Path, content);
        Assert.Empty(new SessionStore(file.Path, TimeProvider.System).List());
    }

    [Fact]
    public void The_file_says_its_version()
    {
        using var file = new TemporaryFile();
        new SessionStore(file.Path, TimeProvider.System).Open(null);
        using var json = JsonDocument.Parse(File.ReadAllText(file.Path));
        Assert.Equal(1, json.RootElement.GetProperty("version").GetInt32());
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("something else", null, null)]
    [InlineData(Phone, "Firefox", "Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1", "Safari", "iPhone")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge", "Windows")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome", "Linux")]
    public void A_browser_is_called_what_people_call_it(string? userAgent, string? browser, string? system) =>
        Assert.Equal((browser, system), BrowserName.From(userAgent));

    private sealed class TemporaryFile : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sessions-");

        public string Path => System.IO.Path.Combine(folder.FullName, "sessions.json");

        public void Dispose() => folder.Delete(recursive: true);
    }
}
