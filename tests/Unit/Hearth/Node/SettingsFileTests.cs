using Hearth.CommandLine;
using Hearth.Node;
using Hearth.Web;
using Xunit;

namespace Hearth.Tests.Node;

public sealed class SettingsFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("settings-");

    private string File => Path.Join(folder.FullName, "settings.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void What_is_kept_is_there_after_a_restart()
    {
        var settings = new NodeSettings(2_000_000, 3_000_000, "contribute", "debug", "no");
        new SettingsFile(File).Replace(settings);

        Assert.Equal(settings, new SettingsFile(File).Current);
    }

    [Fact]
    public void Settings_of_a_newer_version_do_not_keep_an_older_one_from_starting()
    {
        System.IO.File.WriteAllText(File, """{"colour":"red","logLevel":"debug"}""");

        Assert.Equal(SettingsSchema.Defaults with { LogLevel = "debug" }, new SettingsFile(File).Current);
    }

    [Theory]
    [InlineData("""{"colour":"red","logLevel":"loud"}""", "'logLevel' is wrong (NotAChoice)")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("", "it is no JSON object")]
    public void What_its_owner_wrote_wrong_is_named(string json, string line)
    {
        System.IO.File.WriteAllText(File, json);

        Assert.Contains(line, Assert.Throws<VerbFailedException>(() => new SettingsFile(File)).Message, StringComparison.Ordinal);
    }
}
