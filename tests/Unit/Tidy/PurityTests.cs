using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Hearth.Tests.Tidy;

public sealed class PurityTests
{
    public static TheoryData<string> PureProjects => [.. ArrowRules.Pure];

    private static string[] Banned => SourceTree.Files.Single(file => file.Path == "appliance/BannedSymbols.txt").Lines;

    [Theory]
    [MemberData(nameof(PureProjects))]
    public void A_pure_project_refers_to_harmless_assemblies_only(string project)
    {
        using var assembly = Compiled(project);
        SourceTree.AssertNone(PurityRules.ForeignAssemblies(project, assembly));
    }

    [Theory]
    [MemberData(nameof(PureProjects))]
    public void A_pure_project_uses_no_clock_randomness_file_or_task(string project)
    {
        using var assembly = Compiled(project);
        SourceTree.AssertNone(PurityRules.BannedSymbols(project, assembly, Banned));
    }

    [Theory]
    [InlineData("System.DateTime.UtcNow")]
    [InlineData("System.Environment.TickCount64")]
    [InlineData("System.Guid.NewGuid()")]
    [InlineData("System.Random.Shared.Next()")]
    [InlineData("System.TimeProvider.System.GetTimestamp()")]
    [InlineData("System.IO.File.Exists(\"x\")")]
    [InlineData("System.Threading.Tasks.Task.FromResult(1).Result")]
    [InlineData("System.Security.Cryptography.RandomNumberGenerator.GetBytes(1)")]
    public void A_banned_symbol_is_found(string expression)
    {
        using var assembly = Compile(expression);
        Assert.NotEmpty(PurityRules.BannedSymbols("planted", assembly, Banned));
    }

    [Fact]
    public void An_iterator_is_no_finding()
    {
        using var assembly = Compile("Numbers(); static System.Collections.Generic.IEnumerable<int> Numbers() { yield return 1; }");
        Assert.Empty(PurityRules.BannedSymbols("planted", assembly, Banned));
    }

    [Fact]
    public void A_foreign_assembly_is_found()
    {
        using var assembly = Compile("System.Net.Sockets.Socket.OSSupportsIPv6");
        Assert.Contains("planted: refers to System.Net.Sockets", PurityRules.ForeignAssemblies("planted", assembly));
    }

    private static PEReader Compiled(string project) =>
        new(File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"Hearth.{project}.dll")));

    private static PEReader Compile(string expression)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "planted",
            [CSharpSyntaxTree.ParseText($"class Planted {{ object Member() {{ return {expression}; }} }}")],
            platform.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        return new PEReader(image);
    }
}
