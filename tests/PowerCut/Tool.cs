using System.Diagnostics;

namespace Hearth.Tests.PowerCut;

/// <summary>Programs of the machine that the tests run to their end.</summary>
internal static class Tool
{
    /// <summary>Bounds what hangs; nothing here takes a second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <returns>Its exit code, and what it printed on both streams.</returns>
    public static (int Code, string Output) Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new TimeoutException($"{program} does not end");
        }

        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>The same, for one that must succeed.</summary>
    public static string Demand(string program, params IEnumerable<string> arguments) => Run(program, arguments) switch
    {
        (0, var output) => output,
        var (code, output) => throw new InvalidOperationException($"{program} ended with {code}: {output}"),
    };
}
