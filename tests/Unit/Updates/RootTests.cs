using Hearth.Updates.Tuf;
using Xunit;

namespace Hearth.Tests.Updates;

/// <summary>Specification, sections 5.2 and 5.3.</summary>
public sealed class RootTests
{
    private readonly TestRepository repository = new();
    private readonly TestClient client;

    public RootTests() => client = new TestClient(repository);

    [Fact]
    public void The_first_refresh_gets_every_role_in_order()
    {
        client.AssertRefreshes();

        Assert.Equal(["2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"], client.Requests);
        Assert.Equal(repository.Served["timestamp.json"], client.Trusted["timestamp.json"]);
        Assert.Equal(repository.Served["1.snapshot.json"], client.Trusted["snapshot.json"]);
        Assert.Equal(repository.Served["1.targets.json"], client.Trusted["targets.json"]);
    }

    [Fact]
    public void A_refresh_without_news_fetches_a_timestamp_alone()
    {
        client.AssertRefreshes();
        client.AssertRefreshes();

        Assert.Equal(["2.root.json", "timestamp.json"], client.Requests);
    }

    [Fact]
    public void Without_consistent_snapshots_names_have_no_version()
    {
        repository["root"]["consistent_snapshot"] = false;
        repository.Publish("root", "targets", "snapshot", "timestamp");

        client.AssertRefreshes();

        Assert.Equal(["2.root.json", "3.root.json", "timestamp.json", "snapshot.json", "targets.json"], client.Requests);
    }

    [Fact]
    public void A_chain_of_roots_is_followed_to_its_end()
    {
        for (var i = 0; i < 5; i++)
        {
            var old = repository.Signers["root"][0];
            repository.RotateKeys("root");
            repository.Signers["root"].Add(old);
            repository.Publish("root");
            repository.Signers["root"].Remove(old);
        }

        client.AssertRefreshes();

        Assert.Equal(6, client.VersionOf("root"));
        Assert.Equal("7.root.json", client.Requests[5]);
    }

    [Fact]
    public void No_more_roots_than_the_limit_are_taken_in_one_refresh()
    {
        for (var i = 0; i < 5; i++)
        {
            repository.Publish("root");
        }

        client.Limits = new TufLimits { RootRotations = 3 };
        client.AssertRefreshes();
        Assert.Equal(4, client.VersionOf("root"));

        client.AssertRefreshes();
        Assert.Equal(6, client.VersionOf("root"));
    }

    /// <summary>Keys and signers by number; the last root of each row is the one in question.</summary>
    [Theory]
    [InlineData(TufFault.None, "1:1:1", "2:1:1,2")]
    [InlineData(TufFault.None, "1:1:1", "2:1:4,2,1,3", "2:1:2")]
    [InlineData(TufFault.None, "1,2,3,4,5:3:1,3,5", "1,2,3,4,5:3:1,5,2")]
    [InlineData(TufFault.None, "1,2,3,4,5:3:1,3,5", "1,2,4,5,6:3:1,5,2")]
    [InlineData(TufFault.None, "1,2,3:3:1,2,3", "4,5,6:3:1,2,3,4,5,6", "4,5,6:3:4,5,6")]
    [InlineData(TufFault.None, "1,2,3:1:1", "1,2,3:2:1,2")]
    [InlineData(TufFault.None, "1,2,3:2:1,2", "1,2,3:1:1,2", "1,2,3:1:1")]
    [InlineData(TufFault.WrongKey, "1:1:1", "2:1:2")]
    [InlineData(TufFault.WrongKey, "1:1:1", "2:1:3,4")]
    [InlineData(TufFault.WrongKey, "1:1:1", "2:1:1")]
    [InlineData(TufFault.TooFewSignatures, "1:1:1", "1:1:")]
    [InlineData(TufFault.TooFewSignatures, "1,2,3,4,5:3:1,3,5", "1,2,4,5,6:3:1,3,5")]
    [InlineData(TufFault.TooFewSignatures, "1,2,3,4,5:3:1,3,5", "1,2,4,5,6:3:1,5,6")]
    [InlineData(TufFault.TooFewSignatures, "1,2,3:1:1", "1,2,3:2:2")]
    [InlineData(TufFault.TooFewSignatures, "1,2,3:2:1,2", "1,2,3:1:1")]
    public void A_root_is_signed_by_the_old_keys_and_by_its_own(TufFault fault, params string[] roots)
    {
        var keys = Enumerable.Range(0, 7).Select(_ => TestKey.Ed25519()).ToList();
        repository["root"]["version"] = 0;
        repository.Served.Clear();
        foreach (var root in roots.Select(root => root.Split(':')))
        {
            repository["root"]["roles"]!["root"]!["keyids"] = new System.Text.Json.Nodes.JsonArray();
            repository.SetThreshold("root", int.Parse(root[1]));
            Pick(root[0]).ForEach(key => repository.AddKey("root", key));
            repository.Signers["root"] = Pick(root[2]);
            repository.Publish("root");
        }

        repository.Publish("targets", "snapshot", "timestamp");
        var device = new TestClient(repository);
        if (fault == TufFault.None)
        {
            device.AssertRefreshes();
            Assert.Equal(roots.Length, device.VersionOf("root"));
        }
        else
        {
            device.AssertRefuses(fault, $"{roots.Length}.root.json");
            Assert.Equal(roots.Length - 1, device.VersionOf("root"));
        }

        List<TestKey> Pick(string numbers) =>
            [.. numbers.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => keys[int.Parse(number)])];
    }

    [Fact]
    public void A_root_that_skips_a_version_is_refused()
    {
        repository["root"]["version"] = 2;
        repository.Publish("root");
        repository.Served["2.root.json"] = repository.Served["3.root.json"];

        client.AssertRefuses(TufFault.RootOutOfSequence, "2.root.json");
        Assert.Equal(1, client.VersionOf("root"));
    }

    [Fact]
    public void The_trusted_root_served_as_the_next_one_ends_the_chain()
    {
        repository.Served["2.root.json"] = repository.Served["1.root.json"];

        client.AssertRefreshes();
        Assert.Equal("timestamp.json", client.Requests[1]);
    }

    [Fact]
    public void An_expired_root_is_kept_and_nothing_after_it_is_asked_for()
    {
        repository["root"]["expires"] = "2026-06-01T12:00:00Z";
        repository.Publish("root");

        client.AssertRefuses(TufFault.Expired, "root.json");
        Assert.Equal(2, client.VersionOf("root"));
        Assert.Equal(["2.root.json", "3.root.json"], client.Requests);
    }

    [Fact]
    public void An_expired_root_leads_to_the_one_after_it()
    {
        client.Now = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var role in (string[])["root", "timestamp", "snapshot", "targets"])
        {
            repository[role]["expires"] = "2032-01-01T00:00:00Z";
        }

        repository.Publish("root", "targets", "snapshot", "timestamp");

        client.AssertRefreshes();
    }

    [Fact]
    public void Without_a_trusted_root_nothing_is_asked_for()
    {
        client.Trusted.Clear();

        client.AssertRefuses(TufFault.Unavailable, "root.json");
        Assert.Empty(client.Requests);
    }

    [Fact]
    public void A_trusted_root_that_its_own_keys_did_not_sign_is_refused_before_any_request()
    {
        client.Trusted["root.json"] = TestRepository.Envelope(repository["root"], [TestKey.Ed25519()]);

        client.AssertRefuses(TufFault.WrongKey, "root.json");
        Assert.Empty(client.Requests);
    }

    [Fact]
    public void A_trusted_root_that_is_damaged_is_refused_before_any_request()
    {
        client.Trusted["root.json"][10] ^= 1;

        client.AssertRefuses(TufFault.Malformed, "root.json");
        Assert.Empty(client.Requests);
    }

    [Fact]
    public void One_client_makes_one_update()
    {
        client.Refresh(out var used);

        Assert.Throws<InvalidOperationException>(used.Refresh);
        Assert.Throws<InvalidOperationException>(() => used.Give(new byte[1]));
    }
}
