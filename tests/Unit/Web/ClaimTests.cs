using Hearth.Tests.Fakes;
using Xunit;

namespace Hearth.Tests.Web;

public class ClaimTests
{
    [Fact]
    public async Task Before_the_press_a_claim_is_forbidden_and_says_what_to_do()
    {
        await using var panel = await RunningPanel.StartAsync();
        var answer = await panel.SendAsync("POST", "/api/claim", """{"username":"alice"}""");
        Assert.Equal(403, answer.Status);
        Assert.Equal("Press the button on the board first, then claim within two minutes.", answer.Error);
        Assert.Null(answer.SetCookie);
    }

    [Fact]
    public async Task Inside_the_window_a_claim_answers_with_the_namespace_and_the_recovery_code()
    {
        await using var panel = await RunningPanel.StartAsync();
        await panel.SendAsync("POST", "/api/press", "{}");
        var answer = await panel.SendAsync("POST", "/api/claim", """{"username":"alice"}""");
        Assert.Equal(201, answer.Status);
        Assert.Equal("/p/alice", answer.Json.GetProperty("namespace").GetString());
        Assert.Equal(FakeNode.RecoveryCode, answer.Json.GetProperty("recoveryCode").GetString());
        Assert.StartsWith("M", answer.Json.GetProperty("recoveryQr").GetProperty("path").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_signs_its_browser_in_with_a_cookie_that_no_script_and_no_other_site_can_use()
    {
        await using var panel = await RunningPanel.StartAsync();
        await panel.SendAsync("POST", "/api/press", "{}");
        var answer = await panel.SendAsync("POST", "/api/claim", """{"username":"alice"}""");
        Assert.Contains("; httponly", answer.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=strict", answer.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/", answer.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(200, (await panel.SendAsync("GET", "/api/files", cookie: answer.Cookie)).Status);
    }

    [Fact]
    public async Task After_two_minutes_the_window_is_closed()
    {
        var time = new ManualTime();
        await using var panel = await RunningPanel.StartAsync(time: time);
        await panel.SendAsync("POST", "/api/press", "{}");
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(403, (await panel.SendAsync("POST", "/api/claim", """{"username":"alice"}""")).Status);
    }

    [Fact]
    public async Task Once_claimed_a_claim_conflicts_even_inside_a_window()
    {
        await using var panel = await RunningPanel.StartAsync();
        await panel.ClaimAsync();
        await panel.SendAsync("POST", "/api/press", "{}");
        Assert.Equal(409, (await panel.SendAsync("POST", "/api/claim", """{"username":"mallory"}""")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Alice")]
    [InlineData("-alice")]
    [InlineData("alice-")]
    [InlineData("al--ice")]
    [InlineData("al ice")]
    [InlineData("älice")]
    [InlineData("a/b")]
    [InlineData("abcdefghijklmnopqrstuvwxyz1234567")]
    public async Task A_name_outside_the_rule_is_unprocessable(string username)
    {
        await using var panel = await RunningPanel.StartAsync();
        await panel.SendAsync("POST", "/api/press", "{}");
        Assert.Equal(422, (await panel.SendAsync("POST", "/api/claim", $$"""{"username":"{{username}}"}""")).Status);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("a-b-c")]
    [InlineData("abcdefghijklmnopqrstuvwxyz123456")]
    [InlineData("a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z-1-2-3-4-5-6")]
    public async Task A_name_inside_the_rule_is_claimed(string username)
    {
        await using var panel = await RunningPanel.StartAsync();
        await panel.ClaimAsync(username);
        Assert.Equal($"/p/{username}", panel.Node.Status().Namespace);
    }

    [Fact]
    public async Task A_name_that_the_node_refuses_is_unprocessable()
    {
        await using var panel = await RunningPanel.StartAsync();
        await panel.SendAsync("POST", "/api/press", "{}");
        Assert.Equal(422, (await panel.SendAsync("POST", "/api/claim", """{"username":"localhost"}""")).Status);
    }

    [Fact]
    public async Task A_recovery_code_restores_the_name_and_is_not_shown_again()
    {
        await using var panel = await RunningPanel.StartAsync();
        await panel.SendAsync("POST", "/api/press", "{}");
        var answer = await panel.SendAsync(
            "POST", "/api/claim", $$"""{"username":"alice","recoveryCode":"{{FakeNode.RecoveryCode}}"}""");
        Assert.Equal(201, answer.Status);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.Json.GetProperty("recoveryCode").ValueKind);
    }

    [Fact]
    public async Task A_wrong_recovery_code_is_unprocessable()
    {
        await using var panel = await RunningPanel.StartAsync();
        await panel.SendAsync("POST", "/api/press", "{}");
        var answer = await panel.SendAsync("POST", "/api/claim", """{"username":"alice","recoveryCode":"amber basil"}""");
        Assert.Equal(422, answer.Status);
        Assert.Equal("That is not this name's recovery code. Check each word and the name.", answer.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("null")]
    [InlineData("{\"username\":1}")]
    public async Task A_body_that_is_not_the_json_is_a_bad_request(string body)
    {
        await using var panel = await RunningPanel.StartAsync();
        Assert.Equal(400, (await panel.SendAsync("POST", "/api/claim", body)).Status);
    }

    [Fact]
    public async Task A_body_above_the_bound_is_too_large()
    {
        await using var panel = await RunningPanel.StartAsync();
        var body = $$"""{"username":"{{new string('a', 100_000)}}"}""";
        Assert.Equal(413, (await panel.SendAsync("POST", "/api/claim", body)).Status);
    }

    [Fact]
    public async Task A_press_reaches_the_simulated_board_with_its_length()
    {
        await using var panel = await RunningPanel.StartAsync();
        Assert.Equal(204, (await panel.SendAsync("POST", "/api/press", """{"holdSeconds":0.3}""")).Status);
        Assert.Equal([TimeSpan.FromSeconds(0.3)], panel.Node.Holds);
        Assert.Equal("claim", (await panel.SendAsync("GET", "/api/status")).Json.GetProperty("window").GetString());
    }

    [Fact]
    public async Task A_real_button_cannot_be_pressed_from_the_page()
    {
        var node = new FakeNode(TimeProvider.System) { Simulated = false };
        await using var panel = await RunningPanel.StartAsync(node);
        Assert.Equal(404, (await panel.SendAsync("POST", "/api/press", """{"holdSeconds":0.2}""")).Status);
        Assert.Empty(node.Holds);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("31")]
    public async Task A_hold_out_of_range_is_unprocessable(string seconds)
    {
        await using var panel = await RunningPanel.StartAsync();
        Assert.Equal(422, (await panel.SendAsync("POST", "/api/press", $$"""{"holdSeconds":{{seconds}}}""")).Status);
        Assert.Empty(panel.Node.Holds);
    }

    [Fact]
    public async Task A_held_button_is_let_go_by_a_hold_of_zero_and_takes_no_second_finger()
    {
        var down = new TaskCompletionSource();
        var node = new FakeNode(TimeProvider.System)
        {
            WhileHeld = (_, cancel) =>
            {
                down.SetResult();
                return new TaskCompletionSource().Task.WaitAsync(cancel);
            },
        };
        await using var panel = await RunningPanel.StartAsync(node);
        var held = panel.SendAsync("POST", "/api/press", """{"holdSeconds":20}""");
        await down.Task.WaitAsync(RunningPanel.Cancel);
        Assert.Equal(409, (await panel.SendAsync("POST", "/api/press", """{"holdSeconds":20}""")).Status);
        Assert.False(held.IsCompleted);
        Assert.Equal(204, (await panel.SendAsync("POST", "/api/press", """{"holdSeconds":0}""")).Status);
        Assert.Equal(204, (await held).Status);
    }

    [Fact]
    public async Task A_page_that_goes_away_lets_the_button_go()
    {
        var down = new TaskCompletionSource();
        var up = new TaskCompletionSource();
        var node = new FakeNode(TimeProvider.System)
        {
            WhileHeld = async (_, cancel) =>
            {
                down.SetResult();
                using var registration = cancel.Register(up.SetResult);
                await up.Task;
            },
        };
        await using var panel = await RunningPanel.StartAsync(node);
        using var page = new CancellationTokenSource();
        using var body = new StringContent("""{"holdSeconds":20}""");
        var held = panel.Client.PostAsync(new Uri("/api/press", UriKind.Relative), body, page.Token);
        await down.Task.WaitAsync(RunningPanel.Cancel);
        await page.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        await up.Task.WaitAsync(RunningPanel.Cancel);
    }

    [Fact]
    public async Task Only_the_owner_makes_the_light_identify_its_board()
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();
        Assert.Equal(401, (await panel.SendAsync("POST", "/api/identify")).Status);
        Assert.Equal(204, (await panel.SendAsync("POST", "/api/identify", cookie: cookie)).Status);
        Assert.Equal("identify", (await panel.SendAsync("GET", "/api/status")).Json.GetProperty("light").GetString());
    }

    [Fact]
    public async Task Every_pattern_of_the_light_has_words()
    {
        await using var panel = await RunningPanel.StartAsync();
        var words = (await panel.SendAsync("GET", "/words.json")).Json;
        foreach (var pattern in (await panel.SendAsync("GET", "/api/lights")).Json.EnumerateArray())
        {
            var state = pattern.GetProperty("state").GetString();
            Assert.All(["", ".detail", ".rhythm"], part => Assert.True(words.TryGetProperty($"light.{state}{part}", out _), state));
        }
    }
}
