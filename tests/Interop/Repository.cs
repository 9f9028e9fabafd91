namespace Hearth.Tests.Interop;

/// <summary>Where things are in the source tree.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution, found upwards from the tests.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of these tests, with the npm packages in it.</summary>
    public static string Interop => Path.Combine(Root, "tests", "Interop");

    /// <summary>The shipped binary: <c>HEARTH_BINARY</c>, else what <c>make build</c> leaves.</summary>
    public static string Hearth { get; } = FindHearth();

    private static string FindHearth()
    {
        var binary = Environment.GetEnvironmentVariable("HEARTH_BINARY") ?? Path.Combine(Root, "out", "linux-x64", "hearth");
        return File.Exists(binary) ? binary : throw new InvalidOperationException($"There is no {binary}; run make build first.");
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Appliance.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not lie inside the repository.");
        }

        return folder;
    }
}
