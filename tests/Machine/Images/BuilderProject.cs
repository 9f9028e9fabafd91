using System.Security.Cryptography;

namespace Hearth.Tests.Machine.Images;

/// <summary>A copy of what the image builder reads, in a folder of its own, that a test may spoil.</summary>
internal sealed class BuilderProject : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("builder");

    private BuilderProject()
    {
    }

    private static string Source => Path.GetDirectoryName(TestOutput.Out)!;

    public static BuilderProject Create()
    {
        BuilderProject project = new();
        foreach (var part in new[] { "image-builder", "board-support" })
        {
            Copy(new DirectoryInfo(Path.Combine(Source, part)), new DirectoryInfo(project.PathOf(part)));
        }

        Directory.CreateDirectory(project.PathOf("appliance/Hearth"));
        File.Copy(Path.Combine(Source, "appliance/Hearth/packages.lock.json"), project.PathOf("appliance/Hearth/packages.lock.json"));
        Directory.CreateDirectory(project.PathOf("out/build"));
        File.CreateSymbolicLink(project.PathOf("out/linux-x64"), Path.Combine(TestOutput.Out, "linux-x64"));
        return project;
    }

    public string PathOf(string file) => Path.Combine(folder.FullName, file);

    /// <summary>Packages and their lists that were fetched before are not fetched again.</summary>
    public void ShareDownloads()
    {
        foreach (var shared in Directory.EnumerateDirectories(Path.Combine(TestOutput.Out, "build")).Where(path => Path.GetFileName(path) is "downloads" or "apt-amd64" or "apt-arm64"))
        {
            File.CreateSymbolicLink(PathOf($"out/build/{Path.GetFileName(shared)}"), shared);
        }
    }

    public Task<(int Code, IReadOnlyList<string> Said)> BuildAsync(IReadOnlyList<string> arguments, CancellationToken cancel, params IEnumerable<(string, string)> environment) =>
        RunAsync([PathOf("image-builder/build"), .. arguments], environment, cancel);

    /// <summary>Builds where the results lie on a disk of that size, which is there for this run alone.</summary>
    public Task<(int Code, IReadOnlyList<string> Said)> BuildOnDiskAsync(string size, IReadOnlyList<string> arguments, CancellationToken cancel, params IEnumerable<(string, string)> environment)
    {
        var results = PathOf("out/build/qemu-virt-arm64");
        Directory.CreateDirectory(results);
        return RunAsync(["unshare", "--mount", "--map-root-user", "sh", "-c", $"mount -t tmpfs -o size={size} full {results} && exec \"$@\"", "sh", PathOf("image-builder/build"), .. arguments], environment, cancel);
    }

    /// <summary>Kills a build as soon as it is in a stage.</summary>
    public async Task InterruptAsync(IReadOnlyList<string> arguments, string inStage, CancellationToken cancel)
    {
        var results = Directory.CreateDirectory(PathOf("out/build/qemu-virt-arm64")).FullName;
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using FileSystemWatcher watcher = new(results, $"{inStage}.new") { NotifyFilter = NotifyFilters.DirectoryName };
        watcher.Created += (_, _) => seen.TrySetResult();
        watcher.EnableRaisingEvents = true;
        await using var build = OwnedProcess.Start([PathOf("image-builder/build"), .. arguments], Environment());
        var ended = build.WaitForExitAsync(cancel);
        if (await Task.WhenAny(seen.Task, ended) == ended)
        {
            throw new InvalidOperationException($"The build ended before stage {inStage}: {build.Output}");
        }

        await build.KillAsync();
    }

    public string Digest(string file)
    {
        using var stream = File.OpenRead(PathOf(file));
        return Convert.ToHexString(SHA256.HashData(stream));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<(int Code, IReadOnlyList<string> Said)> RunAsync(IReadOnlyList<string> command, IEnumerable<(string, string)> environment, CancellationToken cancel)
    {
        await using var run = OwnedProcess.Start(command, [.. Environment(), .. environment]);
        var code = await run.WaitForExitAsync(cancel);
        return (code, [.. run.Lines.Snapshot()]);
    }

    // The copy is no repository, whose last commit would say the time.
    private static IEnumerable<(string, string)> Environment() => [("SOURCE_DATE_EPOCH", "1700000000")];

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        to.Create();
        foreach (var entry in from.EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to.FullName, entry.Name);
            if (entry is DirectoryInfo child)
            {
                Copy(child, new DirectoryInfo(target));
            }
            else
            {
                File.Copy(entry.FullName, target);
            }
        }
    }
}
