namespace Hearth.Tests.Machine;

/// <summary>Programs outside the machine that fetch what it publishes.</summary>
internal static class Stranger
{
    private static string Hearth => Environment.GetEnvironmentVariable("HEARTH_BINARY") ?? Path.Combine(TestOutput.Out, "linux-x64", "hearth");

    /// <summary><c>hearth get</c> through a node's UDP or TCP port, without a node of its own.</summary>
    /// <param name="name">What to fetch.</param>
    /// <param name="transport">Where, such as <c>udp4://127.0.0.1:6363</c>.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="prefix">What stands before the command, such as another network's <c>nsenter</c>.</param>
    public static async Task<byte[]> GetAsync(string name, string transport, CancellationToken cancel, IReadOnlyList<string>? prefix = null)
    {
        var folder = Directory.CreateTempSubdirectory("get");
        try
        {
            var copy = Path.Combine(folder.FullName, "copy");
            await using var get = OwnedProcess.Start(
                [.. prefix ?? [], Hearth, "get", name, "-o", copy, "--state", folder.FullName], ("NDN_CLIENT_TRANSPORT", transport));
            var code = await get.WaitForExitAsync(cancel);
            return code == 0 ? await File.ReadAllBytesAsync(copy, cancel) : throw new InvalidOperationException($"hearth get {name} ended with {code}: {get.Output}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>NDNts, another implementation, over UDP and TCP.</summary>
    public static async Task FetchByNdntsAsync(string name, byte[] content, int port, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("ndnts");
        try
        {
            var original = Path.Combine(folder.FullName, "original");
            await File.WriteAllBytesAsync(original, content, cancel);
            await using var fetch = OwnedProcess.Start(
                ["node", Path.Combine(TestOutput.Root, "tests", "Interop", "ndnts", "fetch.mjs")],
                ("NODE_PORT", $"{port}"), ("NAME", name), ("ORIGINAL", original));
            var code = await fetch.WaitForExitAsync(cancel);
            if (code != 0)
            {
                throw new InvalidOperationException($"NDNts did not fetch {name}: {fetch.Output}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
