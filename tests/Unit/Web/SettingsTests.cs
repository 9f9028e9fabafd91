using System.Text;
using Hearth.Tests.Fakes;
using Hearth.Web;
using Xunit;

namespace Hearth.Tests.Web;

public class SettingsTests
{
    [Fact]
    public async Task They_come_with_their_schema()
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();
        var settings = (await panel.SendAsync("GET", "/api/settings", cookie: cookie)).Json;
        Assert.Equal(64_000_000, settings.GetProperty("values").GetProperty("cacheBytes").GetInt64());
        Assert.Equal(
            ["cacheBytes", "quotaBytes", "routing", "reports", "logLevel"],
            settings.GetProperty("schema").EnumerateArray().Select(field => field.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task A_change_is_applied_and_what_is_left_out_stays()
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();
        var answer = await panel.SendAsync("PUT", "/api/settings", """{"logLevel":"debug"}""", cookie);
        Assert.Equal(200, answer.Status);
        Assert.Equal(SettingsSchema.Defaults with { LogLevel = "debug" }, panel.Node.Settings);
    }

    [Fact]
    public async Task Each_refused_field_says_why_and_nothing_is_applied()
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();
        var answer = await panel.SendAsync(
            "PUT", "/api/settings", """{"cacheBytes":1,"quotaBytes":"much","logLevel":"loud","colour":"red"}""", cookie);
        Assert.Equal(422, answer.Status);
        var fields = answer.Json.GetProperty("fields");
        Assert.Equal("At least 1 MB.", fields.GetProperty("cacheBytes").GetString());
        Assert.StartsWith("That is not a value", fields.GetProperty("quotaBytes").GetString(), StringComparison.Ordinal);
        Assert.Equal("Choose one of: error, warning, information, debug.", fields.GetProperty("logLevel").GetString());
        Assert.Equal("There is no such setting. Remove it.", fields.GetProperty("colour").GetString());
        Assert.Equal(SettingsSchema.Defaults, panel.Node.Settings);
    }

    [Fact]
    public async Task What_the_machine_refuses_is_said_of_its_field()
    {
        var node = new FakeNode(TimeProvider.System)
        {
            WhileHeld = (_, _) => Task.CompletedTask,
            SettingsRefused = [new SettingError("quotaBytes", SettingErrorReason.MoreThanTheMachineHas)],
        };
        await using var panel = await RunningPanel.StartAsync(node);
        var cookie = await panel.ClaimAsync();
        var answer = await panel.SendAsync("PUT", "/api/settings", """{"quotaBytes":9000000000000}""", cookie);
        Assert.Equal(422, answer.Status);
        Assert.Equal(
            "This machine does not have that much. Choose less.",
            answer.Json.GetProperty("fields").GetProperty("quotaBytes").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task What_is_no_object_is_a_bad_request(string body)
    {
        await using var panel = await RunningPanel.StartAsync();
        var cookie = await panel.ClaimAsync();
        Assert.Equal(400, (await panel.SendAsync("PUT", "/api/settings", body, cookie)).Status);
    }

    [Theory]
    [InlineData("""{"cacheBytes":999999}""", SettingErrorReason.TooSmall)]
    [InlineData("""{"cacheBytes":64000000001}""", SettingErrorReason.TooLarge)]
    [InlineData("""{"cacheBytes":1e30}""", SettingErrorReason.WrongType)]
    [InlineData("""{"cacheBytes":1.5}""", SettingErrorReason.WrongType)]
    [InlineData("""{"logLevel":3}""", SettingErrorReason.WrongType)]
    [InlineData("""{"logLevel":"Error"}""", SettingErrorReason.NotAChoice)]
    [InlineData("""{"cachebytes":2000000}""", SettingErrorReason.Unknown)]
    public void A_value_out_of_its_schema_has_a_reason(string json, SettingErrorReason reason)
    {
        Assert.False(SettingsSchema.TryRead(Encoding.UTF8.GetBytes(json), SettingsSchema.Defaults, out _, out var errors));
        Assert.Equal(reason, Assert.Single(errors).Reason);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var settings = new NodeSettings(2_000_000, 3_000_000, "contribute", "debug", "no");
        Assert.True(SettingsSchema.TryRead(SettingsSchema.Write(settings), SettingsSchema.Defaults, out var read, out _));
        Assert.Equal(settings, read);
    }

    [Fact]
    public void The_bounds_themselves_are_inside()
    {
        const string Json = """{"cacheBytes":1000000,"quotaBytes":16000000000000}""";
        Assert.True(SettingsSchema.TryRead(Encoding.UTF8.GetBytes(Json), SettingsSchema.Defaults, out var settings, out _));
        Assert.Equal(new NodeSettings(1_000_000, 16_000_000_000_000, "usual", "information", "yes"), settings);
    }
}
