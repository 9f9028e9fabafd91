namespace Hearth.Tests.Machine.Updates;

/// <summary>The two images of a slot: the built version's, or those of one that was changed so that it does not work.</summary>
internal sealed class Version : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("version");

    private Version()
    {
    }

    /// <summary>The file with the kernel's partition.</summary>
    public string Kernel => Path.Combine(folder.FullName, "kernel.ext2");

    /// <summary>The file with the root's.</summary>
    public string Root => Path.Combine(folder.FullName, "root.erofs");

    /// <summary>Makes one.</summary>
    /// <param name="cancel">Ends it.</param>
    /// <param name="arguments">More of them for the kernel.</param>
    /// <param name="changeRoot">Shell commands, run in a copy of the root.</param>
    public static async Task<Version> MakeAsync(CancellationToken cancel, string arguments = "", string changeRoot = "")
    {
        var version = new Version();
        var script = Path.Combine(TestOutput.Root, "tests", "Machine", "Updates", "make-version");
        await OwnedProcess.RunAsync([script, version.folder.FullName, arguments, changeRoot], cancel);
        return version;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
