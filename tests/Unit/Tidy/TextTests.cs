using Xunit;

namespace Hearth.Tests.Tidy;

public sealed class TextTests
{
    /// <summary>The files whose planted findings would be found here too.</summary>
    private static IEnumerable<SourceFile> Files => SourceTree.Files.Where(file => file.Path != "tests/Unit/Tidy/TextTests.cs");

    [Fact]
    public void No_file_names_an_unknown_host() => SourceTree.AssertNone(Files.SelectMany(TextRules.UnknownHosts));

    [Fact]
    public void No_file_names_a_source_of_packages()
    {
        var sources = TextRules.SourcesOfThisMachine();
        SourceTree.AssertNone(Files.SelectMany(file => TextRules.PackageSources(file, sources)));
    }

    [Fact]
    public void No_file_names_a_path_of_one_machine() =>
        SourceTree.AssertNone(Files.SelectMany(file => TextRules.MachinePaths(file, SourceTree.Root)));

    [Fact]
    public void Nothing_is_left_unfinished() => SourceTree.AssertNone(Files.SelectMany(TextRules.Unfinished));

    [Fact]
    public void Lines_and_files_end_cleanly() => SourceTree.AssertNone(Files.SelectMany(TextRules.RaggedText));

    [Theory]
    [InlineData("<a href='https://mirror.somewhere.io/x'>")]
    [InlineData("\"resolved\": \"https://registry.packages.dev/ws\"")]
    public void An_unknown_host_is_found(string text) => Assert.NotEmpty(TextRules.UnknownHosts(Planted(text)));

    [Theory]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://[::1]:8080/")]
    [InlineData("http://hearth.local/ https://alice.example http://localhost:80")]
    [InlineData("http://{host}/")]
    public void A_host_that_is_no_one_is_no_finding(string text) => Assert.Empty(TextRules.UnknownHosts(Planted(text)));

    [Theory]
    [InlineData("source = packages.somewhere.io;", true)]
    [InlineData("source = other-packages.somewhere.io;", false)]
    public void A_source_of_packages_is_found(string text, bool found) =>
        Assert.Equal(found, TextRules.PackageSources(Planted(text), ["packages.somewhere.io"]).Any());

    [Theory]
    [InlineData("cat /home/alice/notes", true)]
    [InlineData("\"/root/.nuget\"", true)]
    [InlineData("/builds/hearth/out", true)]
    [InlineData("$HOME/notes", false)]
    [InlineData("ndn:/alice/home/notes", false)]
    public void A_path_of_one_machine_is_found(string text, bool found) =>
        Assert.Equal(found, TextRules.MachinePaths(Planted(text), "/builds/hearth").Any());

    [Theory]
    [InlineData("// TODO: later")]
    [InlineData("# FIXME")]
    [InlineData("throw new NotImplementedException();")]
    public void An_unfinished_place_is_found(string text) => Assert.NotEmpty(TextRules.Unfinished(Planted(text)));

    [Theory]
    [InlineData("a \n")]
    [InlineData("a\r\n")]
    [InlineData("a")]
    public void A_ragged_text_is_found(string text) => Assert.NotEmpty(TextRules.RaggedText(Planted(text)));

    private static SourceFile Planted(string text) => new("docs/planted.md", text);
}
