using Xunit;

namespace Hearth.Tests.Interop;

/// <summary>The page in Debian's Chromium.</summary>
public class PanelTests
{
    // Each takes about fifteen seconds on an idle machine; a test that hangs must still end.
    private const int Timeout = 180_000;

    [Theory(Timeout = Timeout)]
    [InlineData("owner.mjs")]
    [InlineData("words.mjs")]
    public async Task In_a_browser_on_a_fake_node(string script)
    {
        var cancel = TestContext.Current.CancellationToken;
        var program = Path.Combine(AppContext.BaseDirectory, "Hearth.Tests.PanelHost.dll");
        await using var host = ChildProcess.Start("dotnet", [program]);
        var url = (await host.WaitForLineAsync(@"^open (http://\S+)", cancel)).Groups[1].Value;
        await RunScriptAsync(script, url, cancel);
    }

    private static async Task RunScriptAsync(string script, string url, CancellationToken cancel)
    {
        await using var node = ChildProcess.Start("node", ["--test", Path.Combine("browser", script)], ("PANEL", url));
        var exitCode = await node.WaitForExitAsync(cancel);
        Assert.True(exitCode == 0, node.Output);
    }
}
