using System.Diagnostics;

namespace Hearth.Bench;

/// <summary>Runs verbs of the binary against a node that runs.</summary>
/// <param name="path">The binary.</param>
/// <param name="folder">The node's state, with its socket in it.</param>
/// <param name="variables">What the verbs find in their environment besides.</param>
internal sealed class HearthCommand(string path, string folder, params (string Name, string Value)[] variables)
{
    /// <summary>Runs a verb to its end and returns what it printed.</summary>
    /// <exception cref="BenchException">It failed.</exception>
    public string Run(params string[] arguments)
    {
        string[] all = [.. arguments, "--state", folder, "--socket", Path.Combine(folder, "nfd.sock")];
        var start = new ProcessStartInfo(path, all) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var complaint = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new BenchException($"hearth {string.Join(' ', arguments)}: {complaint.Result.Trim()}");
    }
}
