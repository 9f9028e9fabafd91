using Xunit;

namespace Hearth.Tests.Interop;

/// <summary>NDN implementations that nobody here wrote, and the built binary.</summary>
public class StrangerTests
{
    // Each takes about five seconds on an idle machine; a test that hangs must still end.
    private const int Timeout = 180_000;

    [Theory(Timeout = Timeout)]
    [InlineData("management.test.mjs")]
    public async Task A_stranger_deals_with_the_node(string script)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var node = await HearthNode.StartAsync(cancel);
        await using var stranger = node.StartStranger(["node", "--test", Path.Combine("ndnts", script)]);
        var exitCode = await stranger.WaitForExitAsync(cancel);
        Assert.True(exitCode == 0, $"{stranger.Output}\n{node.Output}");
    }
}
