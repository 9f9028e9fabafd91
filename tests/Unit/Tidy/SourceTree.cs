using Xunit;

namespace Hearth.Tests.Tidy;

/// <summary>The repository's own files: everything but what is built or fetched.</summary>
internal static class SourceTree
{
    private static readonly HashSet<string> NotOurs = ["bin", "obj", "out", "node_modules", ".git", "BenchmarkDotNet.Artifacts"];

    /// <summary>The folder that holds the solution, found upwards from the tests.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every text file.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } = [.. Read(Root)];

    public static IEnumerable<SourceFile> CSharp => Files.Where(file => file.IsCSharp);

    public static IEnumerable<SourceFile> Projects => Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    /// <summary>Fails with every finding on a line of its own.</summary>
    public static void AssertNone(IEnumerable<string> findings)
    {
        var all = string.Join('\n', findings);
        Assert.True(all.Length == 0, all);
    }

    private static IEnumerable<SourceFile> Read(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry.LinkTarget is not null || NotOurs.Contains(entry.Name))
            {
                continue;
            }

            if (entry is DirectoryInfo)
            {
                foreach (var file in Read(entry.FullName))
                {
                    yield return file;
                }
            }
            else if (File.ReadAllText(entry.FullName) is var text && !text.Contains('\0', StringComparison.Ordinal))
            {
                yield return new SourceFile(Path.GetRelativePath(Root, entry.FullName).Replace('\\', '/'), text);
            }
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Appliance.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside the repository: no Appliance.sln above them.");
    }
}
