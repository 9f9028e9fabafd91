using Xunit;

namespace Hearth.Tests.Tidy;

public sealed class ArrowTests
{
    private static IEnumerable<SourceFile> Appliance =>
        SourceTree.Projects.Where(project => project.Path.StartsWith("appliance/", StringComparison.Ordinal));

    [Fact]
    public void Arrows_point_down() => SourceTree.AssertNone(Appliance.SelectMany(ArrowRules.WrongArrows));

    [Fact]
    public void Every_row_of_the_table_is_a_project() =>
        Assert.Equal(ArrowRules.Arrows.Keys.Order(), Appliance.Select(project => Path.GetFileNameWithoutExtension(project.Path)).Order());

    [Fact]
    public void No_arrow_of_the_table_leads_back()
    {
        foreach (var project in ArrowRules.Arrows.Keys)
        {
            Assert.DoesNotContain(project, Reachable(project));
        }

        static IEnumerable<string> Reachable(string project) =>
            ArrowRules.Arrows[project].SelectMany(next => Reachable(next).Prepend(next));
    }

    [Fact]
    public void Pure_projects_bring_in_nothing() =>
        SourceTree.AssertNone(Appliance
            .Where(project => ArrowRules.Pure.Contains(Path.GetFileNameWithoutExtension(project.Path)))
            .SelectMany(ArrowRules.ImpureProject));

    [Fact]
    public void Only_the_shells_bring_in_the_web_framework() => SourceTree.AssertNone(Appliance.SelectMany(ArrowRules.UninvitedFramework));

    [Fact]
    public void Types_live_in_the_namespace_of_their_project() =>
        SourceTree.AssertNone(SourceTree.CSharp
            .Where(file => file.Path.StartsWith("appliance/", StringComparison.Ordinal))
            .SelectMany(ArrowRules.StrayNamespaces));

    [Fact]
    public void An_arrow_that_points_up_is_found() =>
        Assert.NotEmpty(ArrowRules.WrongArrows(Project("Protocol", """<ProjectReference Include="../Forwarding/Forwarding.csproj" />""")));

    [Fact]
    public void A_missing_arrow_is_found() => Assert.NotEmpty(ArrowRules.WrongArrows(Project("Forwarding", "")));

    [Fact]
    public void An_unknown_project_is_found() => Assert.NotEmpty(ArrowRules.WrongArrows(Project("Glue", "")));

    [Theory]
    [InlineData("""<PackageReference Include="System.CommandLine" />""")]
    [InlineData("""<FrameworkReference Include="Microsoft.AspNetCore.App" />""")]
    [InlineData("")]
    public void An_impure_project_is_found(string content) => Assert.NotEmpty(ArrowRules.ImpureProject(Project("Board", content)));

    [Fact]
    public void An_uninvited_framework_is_found() =>
        Assert.NotEmpty(ArrowRules.UninvitedFramework(Project("Repo", """<FrameworkReference Include="Microsoft.AspNetCore.App" />""")));

    [Theory]
    [InlineData("namespace Hearth.Web;")]
    [InlineData("namespace Hearth.RepoTools;")]
    public void A_stray_namespace_is_found(string text) =>
        Assert.NotEmpty(ArrowRules.StrayNamespaces(new SourceFile("appliance/Repo/Shelf.cs", text)));

    private static SourceFile Project(string name, string content) =>
        new($"appliance/{name}/{name}.csproj", $"<Project><ItemGroup>{content}</ItemGroup></Project>");
}
