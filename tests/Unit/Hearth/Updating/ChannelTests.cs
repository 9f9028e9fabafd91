using Hearth.CommandLine;
using Hearth.Updating;
using Xunit;

namespace Hearth.Tests.Updating;

public sealed class ChannelTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("channel-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("""{"url":"https://updates.example/reports"}""", 6)]
    [InlineData("""{"url":"https://updates.example/reports","hours":0}""", 0)]
    [InlineData("""{"url":"https://updates.example/reports","hours":24}""", 24)]
    public void Reports_are_late_by_up_to_six_hours_where_nothing_else_is_said(string reports, int hours) =>
        Assert.Equal(new ReportAddress(new Uri("https://updates.example/reports"), TimeSpan.FromHours(hours)), Read(reports).Reports);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"url":"ftp://updates.example"}""")]
    [InlineData("""{"url":"https://updates.example","hours":25}""")]
    [InlineData("""{"url":"https://updates.example","hours":-1}""")]
    public void An_address_that_is_none_is_said(string reports) =>
        Assert.Contains("one for reports", Assert.Throws<VerbFailedException>(() => Read(reports)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nobody_is_told_where_the_channel_names_nobody() => Assert.Null(Read("null").Reports);

    private Channel Read(string reports)
    {
        File.WriteAllText(
            Path.Join(folder.FullName, "channel.json"),
            $$$"""{"channel":"stable","board":"test/board","version":"1","built":1,"prefix":"/hearth/updates","reports":{{{reports}}}}""");
        return Channel.Read(folder.FullName);
    }
}
