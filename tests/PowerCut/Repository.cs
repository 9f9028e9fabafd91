namespace Hearth.Tests.PowerCut;

/// <summary>Where things lie.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution, found upwards from the tests.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(folder, "Appliance.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not lie inside the repository.");
        }

        return folder;
    }
}
