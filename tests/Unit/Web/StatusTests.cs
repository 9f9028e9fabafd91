using System.Text.Json;
using Xunit;

namespace Hearth.Tests.Web;

public class StatusTests
{
    [Fact]
    public async Task It_says_what_a_fresh_appliance_is()
    {
        await using var panel = await RunningPanel.StartAsync();
        var status = (await panel.SendAsync("GET", "/api/status")).Json;
        Assert.False(status.GetProperty("claimed").GetBoolean());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("namespace").ValueKind);
        Assert.Equal("unclaimed", status.GetProperty("light").GetString());
        Assert.Equal("none", status.GetProperty("window").GetString());
        Assert.Equal("0.1.0", status.GetProperty("version").GetString());
        Assert.Equal("-", status.GetProperty("slot").GetString());
        Assert.True(status.GetProperty("simulated").GetBoolean());
        Assert.Equal([200, 200, 200, 1400], status.GetProperty("lightPattern").GetProperty("steps").EnumerateArray().Select(step => step.GetInt32()));
    }

    [Fact]
    public async Task An_open_window_says_how_many_seconds_are_left()
    {
        var time = new ManualTime();
        await using var panel = await RunningPanel.StartAsync(time: time);
        await panel.SendAsync("POST", "/api/press", "{}");
        time.Advance(TimeSpan.FromSeconds(20.5));
        Assert.Equal(100, (await panel.SendAsync("GET", "/api/status")).Json.GetProperty("windowSecondsLeft").GetInt32());
    }

    [Fact]
    public async Task Strangers_see_faces_by_scheme_and_the_owner_by_address()
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();
        var seen = await panel.SendAsync("GET", "/api/status");
        Assert.DoesNotContain("192.0.2.17", seen.Body, StringComparison.Ordinal);
        Assert.Equal("udp4", seen.Json.GetProperty("faces")[2].GetProperty("scheme").GetString());
        Assert.False(seen.Json.GetProperty("signedIn").GetBoolean());

        var own = await panel.SendAsync("GET", "/api/status", cookie: cookie);
        Assert.Equal("udp4://192.0.2.17:6363", own.Json.GetProperty("faces")[2].GetProperty("uri").GetString());
        Assert.True(own.Json.GetProperty("signedIn").GetBoolean());
    }

    [Fact]
    public async Task Limits_are_the_owners_alone_and_each_has_words_on_the_page()
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();
        Assert.Equal(401, (await panel.SendAsync("GET", "/api/limits")).Status);

        var limits = (await panel.SendAsync("GET", "/api/limits", cookie: cookie)).Json;
        var words = (await panel.SendAsync("GET", "/words.json")).Json;
        Assert.Equal(25, limits.GetArrayLength());
        Assert.All(limits.EnumerateArray(), limit =>
        {
            Assert.InRange(limit.GetProperty("used").GetInt64(), 0, limit.GetProperty("limit").GetInt64());
            Assert.True(words.TryGetProperty($"limits.{limit.GetProperty("id").GetString()}", out _));
            Assert.True(words.TryGetProperty($"limits.{limit.GetProperty("id").GetString()}.full", out _));
        });
    }

    [Fact]
    public async Task A_status_is_never_stored()
    {
        await using var panel = await RunningPanel.StartAsync();
        Assert.True((await panel.SendAsync("GET", "/api/status")).Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task An_event_stream_begins_with_the_status_and_tells_of_a_press()
    {
        await using var panel = await RunningPanel.StartAsync();
        using var response = await panel.Client.GetAsync(
            new Uri("/api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, RunningPanel.Cancel);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(RunningPanel.Cancel));
        Assert.Equal("unclaimed", (await NextAsync(reader)).GetProperty("light").GetString());
        await panel.SendAsync("POST", "/api/press", "{}");
        JsonElement status;
        do
        {
            status = await NextAsync(reader);
        }
        while (status.GetProperty("light").GetString() != "pairing");

        Assert.Equal("claim", status.GetProperty("window").GetString());
        Assert.All(status.GetProperty("faces").EnumerateArray(), face => Assert.Equal(JsonValueKind.Null, face.GetProperty("uri").ValueKind));
    }

    [Fact]
    public async Task Event_streams_are_bounded_and_one_that_ends_makes_room()
    {
        await using var panel = await RunningPanel.StartAsync();
        var open = new List<HttpResponseMessage>();
        for (var count = 0; count < 32; count++)
        {
            open.Add(await OpenStreamAsync(panel));
            Assert.Equal(200, (int)open[^1].StatusCode);
        }

        var refused = await panel.SendAsync("GET", "/api/events");
        Assert.Equal(503, refused.Status);
        Assert.Equal("10", refused.Headers.RetryAfter!.ToString());
        var counters = (await panel.SendAsync("GET", "/api/status")).Json.GetProperty("panel");
        Assert.Equal(1, counters.GetProperty("streamsRefused").GetInt64());

        open[0].Dispose();
        open[0] = await OpenStreamAsync(panel);
        while (open[0].StatusCode != System.Net.HttpStatusCode.OK)
        {
            open[0].Dispose();
            open[0] = await OpenStreamAsync(panel);
        }

        open.ForEach(response => response.Dispose());
    }

    private static Task<HttpResponseMessage> OpenStreamAsync(RunningPanel panel) => panel.Client.GetAsync(
        new Uri("/api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, RunningPanel.Cancel);

    private static async Task<JsonElement> NextAsync(StreamReader reader)
    {
        const string Prefix = "data: ";
        while (true)
        {
            var line = await reader.ReadLineAsync(RunningPanel.Cancel);
            Assert.NotNull(line);
            if (line.StartsWith(Prefix, StringComparison.Ordinal))
            {
                return JsonDocument.Parse(line[Prefix.Length..]).RootElement;
            }
        }
    }
}
