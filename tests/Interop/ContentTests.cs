using System.Security.Cryptography;
using Xunit;

namespace Hearth.Tests.Interop;

/// <summary>What is published here is fetched by strangers, and what strangers publish is fetched here.</summary>
public sealed class ContentTests : IDisposable
{
    private const int Timeout = 300_000;
    private const int Size = 10 << 20;

    private readonly string folder = Directory.CreateTempSubdirectory("content").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(Timeout = Timeout)]
    public async Task A_stranger_fetches_and_verifies_what_put_published_on_every_way()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var node = await HearthNode.StartAsync(cancel);
        await node.ClaimAsync("alice", cancel);
        var file = RandomFile();
        var name = (await node.RunAsync(cancel, "put", "photos/cat.jpg", file)).Trim();
        Assert.StartsWith("/p/alice/photos/cat.jpg/v=", name, StringComparison.Ordinal);

        await using var stranger = node.StartStranger(["node", "--test", Path.Combine("ndnts", "content.test.mjs")], ("ORIGINAL", file));
        Assert.True(await stranger.WaitForExitAsync(cancel) == 0, $"{stranger.Output}\n{node.Output}");
    }

    [Fact(Timeout = Timeout)]
    public async Task Get_fetches_what_a_stranger_produces_and_says_that_nobody_vouches_for_it()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var node = await HearthNode.StartAsync(cancel);
        var file = RandomFile();
        await using var producer = node.StartStranger(["node", Path.Combine("ndnts", "produce.mjs"), "/stranger/file", file]);
        await producer.WaitForLineAsync("^registered", cancel);
        var copy = Path.Combine(folder, "copy");

        var said = await node.RunAsync(cancel, "get", "/stranger/file", "-o", copy);

        Assert.Equal(Digest(file), Digest(copy));
        Assert.Contains("nobody vouches", said, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Get_fetches_its_own_and_pins_the_owner_and_after_unpublish_says_so_in_one_line()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var node = await HearthNode.StartAsync(cancel);
        await node.ClaimAsync("alice", cancel);
        var file = RandomFile();
        await node.RunAsync(cancel, "put", "/p/alice/film", file);
        var copy = Path.Combine(folder, "copy");
        await node.RunAsync(cancel, "get", "/p/alice/film", "-o", copy);
        Assert.Equal(Digest(file), Digest(copy));
        Assert.Contains("/p/alice/film", await node.RunAsync(cancel, "ls"), StringComparison.Ordinal);

        await node.RunAsync(cancel, "unpublish", "/p/alice/film");

        var (exitCode, said) = await node.TryRunAsync(cancel, "get", "/p/alice/film", "-o", copy);
        Assert.Equal(1, exitCode);
        Assert.Equal("hearth: /p/alice/film is not published. Check the name, or ask its owner.", said.Trim());
        Assert.Equal(Digest(file), Digest(copy));
    }

    [Fact(Timeout = Timeout)]
    public async Task An_unpublished_name_is_refused_within_the_round_trip_and_a_name_without_route_by_a_Nack()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var node = await HearthNode.StartAsync(cancel);
        await node.ClaimAsync("alice", cancel);

        var unpublished = await node.TryRunAsync(cancel, "get", "/p/alice/nothing", "-o", Path.Combine(folder, "x"));
        var unrouted = await node.TryRunAsync(cancel, "get", "/nowhere/at/all", "-o", Path.Combine(folder, "x"));

        // A timeout has words of its own: each of these came by an answer.
        Assert.Equal((1, "hearth: /p/alice/nothing is not published. Check the name, or ask its owner."), (unpublished.ExitCode, unpublished.Output.Trim()));
        Assert.Equal(1, unrouted.ExitCode);
        Assert.Contains("knows no way to /nowhere/at/all", unrouted.Output, StringComparison.Ordinal);
        Assert.Single(unrouted.Output.Trim().Split('\n'));
        Assert.False(File.Exists(Path.Combine(folder, "x")));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_recovery_code_restores_the_name_on_an_empty_state_folder()
    {
        var cancel = TestContext.Current.CancellationToken;
        string fingerprint;
        string code;
        await using (var node = await HearthNode.StartAsync(cancel))
        {
            var claimed = await node.ClaimAsync("alice", cancel);
            code = claimed.GetProperty("recoveryCode").GetString()!;
            fingerprint = claimed.GetProperty("ownerFingerprint").GetString()!;
        }

        await using var fresh = await HearthNode.StartAsync(cancel);
        var restored = await fresh.ClaimAsync("alice", cancel, code);

        Assert.Equal(fingerprint, restored.GetProperty("ownerFingerprint").GetString());
    }

    private string RandomFile()
    {
        var path = Path.Combine(folder, "original");
        File.WriteAllBytes(path, RandomNumberGenerator.GetBytes(Size));
        return path;
    }

    private static string Digest(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
}
