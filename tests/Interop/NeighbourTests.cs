using Xunit;

namespace Hearth.Tests.Interop;

/// <summary>Appliances on one network find each other, and believe what is proved.</summary>
public sealed class NeighbourTests
{
    private const int Timeout = 120_000;

    [Fact(Timeout = Timeout)]
    public async Task Neighbours_carry_each_others_files_and_one_who_takes_anothers_name_is_not_believed()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var lab = await NetworkLab.BuildAsync(cancel);
        await lab.AddSwitchAsync("lan", cancel);
        await using var bob = await HearthNode.StartAsync(await lab.AddHostAsync("bob", "lan", "10.77.0.2/24", cancel), cancel);
        await bob.ClaimAsync("bob", cancel);
        await bob.WaitForLineAsync(@"is hearth\.local on its network", cancel);
        using var files = new TemporaryFiles();
        await using (var alice = await HearthNode.StartAsync(await lab.AddHostAsync("alice", "lan", "10.77.0.3/24", cancel), cancel))
        {
            await alice.WaitForLineAsync(@"is hearth-2\.local on its network", cancel);
            await alice.ClaimAsync("alice", cancel);
            await alice.RunAsync(cancel, "put", "garden.jpg", files.Original);
            await alice.RunAsync(cancel, "put", "cellar.jpg", files.Original);

            await bob.WaitForLineAsync("leads to /p/alice: ", cancel);
            await alice.WaitForLineAsync("leads to /p/bob: ", cancel);

            // What alice was announced as before the claim is forgotten a second later.
            await bob.WaitForStatusAsync("neighbours 1, 1 with", cancel);
            await bob.RunAsync(cancel, "get", "/p/alice/garden.jpg", "-o", files.Copy);
            files.AssertCopied();
            await alice.StopAsync(cancel);
        }

        await bob.WaitForLineAsync("leads to /p/alice no longer", cancel);
        var remark = await bob.RunAsync(cancel, "get", "/p/alice/garden.jpg", "-o", files.Copy);
        Assert.Contains("was in a cache on the way", remark, StringComparison.Ordinal);
        files.AssertCopied();

        await using var mallory = await HearthNode.StartAsync(await lab.AddHostAsync("mallory", "lan", "10.77.0.4/24", cancel), cancel);
        await mallory.ClaimAsync("alice", cancel);
        await mallory.RunAsync(cancel, "put", "cellar.jpg", files.Original);

        await bob.WaitForLineAsync(@"says that it is /p/alice's and is not believed \(AnotherOwner\)", cancel);
        await bob.WaitForStatusAsync("neighbours 1, 0 with a namespace of their own; not believed 1 times", cancel);
        var (exitCode, said) = await bob.TryRunAsync(cancel, "get", "/p/alice/cellar.jpg", "-o", files.Copy);
        Assert.Equal(1, exitCode);
        Assert.Contains("knows no way to /p/alice/cellar.jpg", said, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Where_nobody_gives_addresses_out_neighbours_reach_each_other_over_link_local_IPv6()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var lab = await NetworkLab.BuildAsync(cancel);
        await lab.AddSwitchAsync("lan", cancel);
        var hosts = new List<LabHost>();
        foreach (var name in (string[])["alice", "bob"])
        {
            hosts.Add(await lab.AddHostAsync(name, cancel));
            await hosts[^1].PlugAsync("eth0", "lan", cancel);
        }

        await using var alice = await HearthNode.StartAsync(hosts[0], cancel);
        await using var bob = await HearthNode.StartAsync(hosts[1], cancel);
        await alice.ClaimAsync("alice", cancel);
        using var files = new TemporaryFiles();
        await alice.RunAsync(cancel, "put", "garden.jpg", files.Original);

        await bob.WaitForLineAsync("leads to /p/alice: ", cancel);
        await bob.RunAsync(cancel, "get", "/p/alice/garden.jpg", "-o", files.Copy);
        files.AssertCopied();
        Assert.Contains("udp6://[fe80::", await bob.RunAsync(cancel, "face", "list"), StringComparison.Ordinal);
    }
}
