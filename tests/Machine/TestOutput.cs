namespace Hearth.Tests.Machine;

/// <summary>Where things are in the source tree, and where the tests leave theirs.</summary>
internal static class TestOutput
{
    /// <summary>The folder that holds the solution, found upwards from the tests.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder that everything built lies in.</summary>
    public static string Out => Path.Combine(Root, "out");

    /// <summary>The file that a machine's console goes to, emptied.</summary>
    public static string LogFile(string label)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(Out, "machine")).FullName, $"{label}.log");
        File.Delete(file);
        return file;
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
