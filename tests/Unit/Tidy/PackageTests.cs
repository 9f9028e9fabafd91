using Xunit;

namespace Hearth.Tests.Tidy;

public sealed class PackageTests
{
    private static SourceFile Versions => SourceTree.Files.Single(file => file.Path == "Directory.Packages.props");

    private static IEnumerable<SourceFile> ProjectFiles =>
        SourceTree.Files.Where(file => Path.GetExtension(file.Path) is ".csproj" or ".props");

    [Fact]
    public void Every_package_has_a_reason() => SourceTree.AssertNone(PackageRules.UnexplainedVersions(Versions));

    [Fact]
    public void Every_package_has_one_version() => SourceTree.AssertNone(PackageRules.FloatingVersions(Versions));

    [Fact]
    public void Every_package_is_used() => SourceTree.AssertNone(PackageRules.UnusedVersions(Versions, ProjectFiles));

    [Fact]
    public void Every_project_is_locked_and_in_the_solution()
    {
        var paths = SourceTree.Files.Select(file => file.Path).ToHashSet();
        var solution = SourceTree.Files.Single(file => file.Path == "Appliance.sln").Text.Replace('\\', '/');
        foreach (var project in SourceTree.Projects)
        {
            Assert.Contains($"{project.Folder}/packages.lock.json", paths);
            Assert.Contains($"\"{project.Path}\"", solution, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_package_without_a_reason_is_found() =>
        Assert.NotEmpty(PackageRules.UnexplainedVersions(Planted("""<!-- Why. --><PackageVersion Include="A" Version="1.0.0" /><PackageVersion Include="B" Version="1.0.0" />""")));

    [Theory]
    [InlineData("1.*")]
    [InlineData("[1.0,2.0)")]
    [InlineData("")]
    public void A_floating_version_is_found(string version) =>
        Assert.NotEmpty(PackageRules.FloatingVersions(Planted($"""<PackageVersion Include="A" Version="{version}" />""")));

    [Fact]
    public void An_unused_package_is_found() =>
        Assert.NotEmpty(PackageRules.UnusedVersions(Planted("""<PackageVersion Include="A" Version="1.0.0" />"""), [Planted("""<PackageReference Include="AB" />""")]));

    private static SourceFile Planted(string items) => new("Directory.Packages.props", $"<Project><ItemGroup>{items}</ItemGroup></Project>");
}
