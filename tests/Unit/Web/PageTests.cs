using System.Text.RegularExpressions;
using Hearth.Web.Http;
using Xunit;

namespace Hearth.Tests.Web;

public partial class PageTests
{
    private static readonly string[] Scripts =
    [
        "/panel.js", "/api.js", "/words.js", "/elements.js", "/board.js", "/claim.js", "/files.js", "/traffic.js", "/sessions.js", "/settings.js",
        "/log.js", "/limits.js", "/updates.js",
    ];

    [Fact]
    public async Task The_page_has_no_inline_script_and_no_inline_style()
    {
        await using var panel = await RunningPanel.StartAsync();
        var page = (await panel.SendAsync("GET", "/")).Body;
        Assert.DoesNotMatch(InlineCode(), page);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_page_refers_to_is_there()
    {
        await using var panel = await RunningPanel.StartAsync();
        var page = (await panel.SendAsync("GET", "/")).Body;
        var paths = Reference().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(paths);
        foreach (var path in paths.Concat(Scripts))
        {
            Assert.Equal(200, (await panel.SendAsync("GET", path)).Status);
        }
    }

    [Fact]
    public async Task What_a_browser_has_is_not_sent_again()
    {
        await using var panel = await RunningPanel.StartAsync();
        var tag = (await panel.SendAsync("GET", "/panel.js")).Headers.ETag!.Tag;
        var again = await panel.SendAsync("GET", "/panel.js", headers: ("If-None-Match", tag));
        Assert.Equal(304, again.Status);
        Assert.Equal(200, (await panel.SendAsync("GET", "/panel.js", headers: ("If-None-Match", "\"other\""))).Status);
    }

    [Fact]
    public async Task Head_says_the_length_and_sends_nothing()
    {
        await using var panel = await RunningPanel.StartAsync();
        var answer = await panel.SendAsync("HEAD", "/");
        Assert.Equal(200, answer.Status);
        Assert.True(answer.ContentHeaders.ContentLength > 1000);
        Assert.Empty(answer.Body);
    }

    /// <summary>Keys that are put together at run time are named by their stem: <c>light.{state}</c>.</summary>
    [Fact]
    public async Task Every_word_that_the_scripts_say_is_in_the_file()
    {
        await using var panel = await RunningPanel.StartAsync();
        var said = new List<string>();
        foreach (var script in Scripts)
        {
            said.AddRange(Said().Matches((await panel.SendAsync("GET", script)).Body).Select(match => match.Groups[1].Value));
        }

        Assert.True(said.Count > 60, $"{said.Count} found");
        Assert.All(said, key => Assert.True(Words.English.Keys.Contains(key) || Words.English.Keys.Contains(key + ".other"), key));
    }

    [Fact]
    public async Task Errors_speak_the_language_of_the_page()
    {
        await using var panel = await RunningPanel.StartAsync();
        var answer = await panel.SendAsync("GET", "/api/nothing", headers: ("Accept-Language", "en-XA"));
        Assert.Equal(PseudoLocale.Of("There is nothing at this address. Open the front page."), answer.Error);
    }

    [Fact]
    public void The_pseudo_locale_leaves_no_plain_letter_but_in_placeholders()
    {
        Assert.Equal("{used} öƒ {quota} ûšéð", PseudoLocale.Of("{used} of {quota} used"));
        foreach (var key in Words.Pseudo.Keys)
        {
            Assert.DoesNotMatch(PlainLetter(), Placeholder().Replace(Words.Pseudo.Say(key), ""));
        }
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1000, "1 kB")]
    [InlineData(1540, "1.5 kB")]
    [InlineData(999_500, "1 MB")]
    [InlineData(123_456_789, "123 MB")]
    [InlineData(16_000_000_000, "16 GB")]
    [InlineData(5_000_000_000_000_000, "5000 TB")]
    public void A_size_is_said_in_powers_of_a_thousand(long bytes, string said) => Assert.Equal(said, Words.English.Size(bytes));

    [Fact]
    public void A_recovery_code_is_drawn_as_a_square_of_modules_with_a_quiet_zone()
    {
        var drawing = QrDrawing.Of("amber basil cedar delta ember fable grove haven ivory jolly kayak lemon");
        Assert.Equal(0, (drawing.Size - 8 - 21) % 4);
        Assert.StartsWith("M4 4h7v1h-7z", drawing.Path, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:")]
    private static partial Regex InlineCode();

    [GeneratedRegex("(?:src|href)=\"(/[^\"#]*)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("(?:say|count)\\(\"([a-z0-9.-]+)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Said();

    [GeneratedRegex("[A-Za-z]")]
    private static partial Regex PlainLetter();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
