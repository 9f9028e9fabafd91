using Xunit;

namespace Hearth.Tests.Tidy;

public sealed class DocumentTests
{
    private static IEnumerable<SourceFile> Documents => SourceTree.Files.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal));

    [Theory]
    [InlineData("README.md")]
    [InlineData("LICENSE")]
    [InlineData("appliance/README.md")]
    [InlineData("docs/decisions.md")]
    [InlineData("tools/bench/README.md")]
    public void A_document_stands_where_readers_look(string path) => Assert.Contains(path, SourceTree.Files.Select(file => file.Path));

    [Fact]
    public void Every_readme_of_a_folder_says_what_is_not_here() =>
        SourceTree.AssertNone(Documents.Where(file => file.Name == "README.md" && file.Folder.Length > 0).SelectMany(DocumentRules.Limitless));

    [Fact]
    public void Links_lead_somewhere() => SourceTree.AssertNone(Documents.SelectMany(file => DocumentRules.DeadLinks(file, Exists)));

    [Fact]
    public void Mentioned_files_are_there() => SourceTree.AssertNone(Documents.SelectMany(file => DocumentRules.DeadPaths(file, Exists)));

    [Theory]
    [InlineData("[the map](appliance/README.md)")]
    [InlineData("[the picture](../docs/picture.svg#top)")]
    [InlineData("""<img src="picture.svg" alt="">""")]
    public void A_dead_link_is_found(string text) => Assert.NotEmpty(DocumentRules.DeadLinks(Planted(text), _ => false));

    [Theory]
    [InlineData("[the map](../appliance/README.md)")]
    [InlineData("[elsewhere](https://named-data.net/) and [above](#above)")]
    public void A_link_that_leads_somewhere_is_no_finding(string text) =>
        Assert.Empty(DocumentRules.DeadLinks(Planted(text), path => path == "appliance/README.md"));

    [Fact]
    public void A_mention_of_a_missing_file_is_found() => Assert.NotEmpty(DocumentRules.DeadPaths(Planted("See `appliance/Gone.cs`."), _ => false));

    [Fact]
    public void A_readme_that_names_no_limit_is_found() => Assert.NotEmpty(DocumentRules.Limitless(Planted("# Here\n\nAll of it.\n")));

    private static bool Exists(string path) => Path.Exists(Path.Combine(SourceTree.Root, path));

    private static SourceFile Planted(string text) => new("docs/planted.md", text);
}
