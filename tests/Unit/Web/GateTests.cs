using Xunit;

namespace Hearth.Tests.Web;

/// <summary>What every request passes: host, origin, route, session; and what every answer carries.</summary>
public class GateTests
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("hearth.local.evil.example")]
    [InlineData("localhost.")]
    [InlineData("hearth-.local")]
    [InlineData("hearth-x.local")]
    [InlineData("myhearth.local")]
    [InlineData("192.0.2.1")]
    [InlineData("[2001:db8::1]")]
    public async Task A_host_that_is_not_ours_is_misdirected(string host)
    {
        await using var panel = await RunningPanel.StartAsync();
        Assert.Equal(421, (await panel.SendAsync("GET", "/api/status", headers: ("Host", host))).Status);
        Assert.Equal(421, (await panel.SendAsync("GET", "/", headers: ("Host", host))).Status);
        var counters = (await panel.SendAsync("GET", "/api/status")).Json.GetProperty("panel");
        Assert.Equal(2, counters.GetProperty("hostsRefused").GetInt64());
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:8080")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]:8080")]
    [InlineData("hearth.local")]
    [InlineData("Hearth-12.local")]
    [InlineData("shelf.example")]
    public async Task A_host_that_is_ours_is_answered(string host)
    {
        await using var panel = await RunningPanel.StartAsync();
        Assert.Equal(200, (await panel.SendAsync("GET", "/api/status", headers: ("Host", host))).Status);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "https://localhost")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_sites_page_can_neither_press_nor_claim_nor_write(string header, string value)
    {
        await using var panel = await RunningPanel.StartAsync();
        var host = ("Host", "localhost");
        Assert.Equal(403, (await panel.SendAsync("POST", "/api/press", "{}", headers: [host, (header, value)])).Status);
        Assert.Empty(panel.Node.Holds);
        var cookie = await panel.ClaimAsync();
        Assert.Equal(403, (await panel.SendAsync("PUT", "/api/files/x", "x", cookie, host, (header, value))).Status);
        Assert.Equal(403, (await panel.SendAsync("POST", "/api/session", "{}", headers: [host, (header, value)])).Status);
    }

    [Fact]
    public async Task The_pages_own_origin_may_write()
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();
        var answer = await panel.SendAsync(
            "PUT", "/api/files/x", "x", cookie, ("Host", "localhost:8080"), ("Origin", "http://localhost:8080"), ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal(201, answer.Status);
    }

    [Theory]
    [InlineData("GET", "/api/files")]
    [InlineData("PUT", "/api/files/x")]
    [InlineData("DELETE", "/api/files/x")]
    [InlineData("GET", "/api/sessions")]
    [InlineData("DELETE", "/api/sessions/0")]
    [InlineData("DELETE", "/api/session")]
    [InlineData("GET", "/api/settings")]
    [InlineData("PUT", "/api/settings")]
    [InlineData("POST", "/api/identify")]
    public async Task What_is_the_owners_needs_a_session(string method, string path)
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();
        var answer = await panel.SendAsync(method, path, method == "GET" ? null : "{}");
        Assert.Equal(401, answer.Status);
        Assert.Equal("Sign in first: press the button on the board, then choose Sign in.", answer.Error);
        Assert.Equal(401, (await panel.SendAsync(method, path, cookie: cookie[..^2] + "AA")).Status);
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/api/status/more")]
    [InlineData("/nothing.html")]
    [InlineData("/words.en.json")]
    [InlineData("/api/")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await using var panel = await RunningPanel.StartAsync();
        Assert.Equal(404, (await panel.SendAsync("GET", path)).Status);
    }

    [Theory]
    [InlineData("DELETE", "/api/status", "GET")]
    [InlineData("GET", "/api/claim", "POST")]
    [InlineData("POST", "/api/settings", "GET, PUT")]
    [InlineData("POST", "/", "GET, HEAD")]
    public async Task A_method_that_a_path_does_not_take_is_answered_with_those_it_takes(string method, string path, string allow)
    {
        await using var panel = await RunningPanel.StartAsync();
        var answer = await panel.SendAsync(method, path);
        Assert.Equal(405, answer.Status);
        Assert.Equal(allow, string.Join(", ", answer.ContentHeaders.Allow));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/panel.js")]
    [InlineData("/api/status")]
    [InlineData("/api/files")]
    [InlineData("/nothing")]
    public async Task Every_answer_carries_the_policies(string path)
    {
        await using var panel = await RunningPanel.StartAsync();
        var headers = (await panel.SendAsync("GET", path)).Headers;
        var policy = headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
        Assert.False(headers.Contains("Server"));
    }

    [Fact]
    public async Task A_bug_in_the_node_answers_500_and_the_next_request_is_served()
    {
        var node = RunningPanel.QuickNode();
        await using var panel = await RunningPanel.StartAsync(node);
        var cookie = await panel.ClaimAsync();
        node.Breaks = true;
        var answer = await panel.SendAsync("GET", "/api/files", cookie: cookie);
        Assert.Equal(500, answer.Status);
        Assert.DoesNotContain("Exception", answer.Body, StringComparison.Ordinal);
        node.Breaks = false;
        Assert.Equal(200, (await panel.SendAsync("GET", "/api/files", cookie: cookie)).Status);
    }
}
