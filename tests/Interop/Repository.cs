namespace Hearth.Tests.Interop;

/// <summary>Where things are in the source tree.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution, found upwards from the tests.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of these tests, with the npm packages in it.</summary>
    public static string Interop => Path.Combine(Root, "tests", "Interop");

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
