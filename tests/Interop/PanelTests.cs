using Xunit;

namespace Hearth.Tests.Interop;

/// <summary>The page in Debian's Chromium.</summary>
public class PanelTests
{
    // Each takes about fifteen seconds on an idle machine; a test that hangs must still end.
    private const int Timeout = 180_000;

    [Fact(Timeout = Timeout)]
    public async Task An_owner_goes_the_whole_way_in_a_browser()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var node = await HearthNode.StartAsync(cancel);
        await RunScriptAsync("owner.mjs", node.Page, cancel);
    }

    [Fact(Timeout = Timeout)]
    public async Task Every_word_on_the_page_comes_from_the_words()
    {
        var cancel = TestContext.Current.CancellationToken;
        var program = Path.Combine(AppContext.BaseDirectory, "Hearth.Tests.PanelHost.dll");
        await using var host = ChildProcess.Start("dotnet", [program]);
        var url = (await host.WaitForLineAsync(@"^open (http://\S+)", cancel)).Groups[1].Value;
        await RunScriptAsync("words.mjs", url, cancel);
    }

    private static async Task RunScriptAsync(string script, string url, CancellationToken cancel)
    {
        await using var node = ChildProcess.Start("node", ["--test", Path.Combine("browser", script)], ("PANEL", url));
        var exitCode = await node.WaitForExitAsync(cancel);
        Assert.True(exitCode == 0, node.Output);
    }
}
