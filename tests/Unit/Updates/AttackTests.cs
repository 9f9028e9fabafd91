using System.Text.Json.Nodes;
using Hearth.Updates.Tuf;
using Xunit;

namespace Hearth.Tests.Updates;

/// <summary>The attacks of section 1.5.2 on timestamp, snapshot and targets (sections 5.4 to 5.6), each by its name.</summary>
public sealed class AttackTests
{
    private readonly TestRepository repository = new();
    private readonly TestClient client;

    public AttackTests() => client = new TestClient(repository);

    public static TheoryData<string, string> Roles => new()
    {
        { "root", "2.root.json" },
        { "timestamp", "timestamp.json" },
        { "snapshot", "2.snapshot.json" },
        { "targets", "2.targets.json" },
    };

    [Theory]
    [MemberData(nameof(Roles))]
    public void Endless_data_is_refused(string role, string file)
    {
        repository.Publish("root", "targets", "snapshot", "timestamp");
        client.Limits = new TufLimits { RootBytes = 5000, TimestampBytes = 5000, SnapshotBytes = 5000, TargetsBytes = 5000 };
        repository.Served[file] = [.. repository.Served[file], .. Enumerable.Repeat((byte)' ', 5000)];

        client.AssertRefuses(TufFault.EndlessData, file);
        Assert.NotEqual(2, client.Trusted.ContainsKey($"{role}.json") ? client.VersionOf(role) : 0);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Metadata_that_another_key_signed_is_refused(string role, string file)
    {
        repository.Signers[role] = [TestKey.Ed25519()];
        repository.Publish("root", "targets", "snapshot", "timestamp");

        client.AssertRefuses(TufFault.WrongKey, file);
        Assert.NotEqual(2, client.Trusted.ContainsKey($"{role}.json") ? client.VersionOf(role) : 0);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Metadata_that_too_few_keys_signed_is_refused(string role, string file)
    {
        repository.AddKey(role, TestKey.Ed25519());
        repository.SetThreshold(role, 2);
        repository.Publish("root", "targets", "snapshot", "timestamp");
        client.AssertRefreshes();
        repository.Signers[role].RemoveAt(0);
        repository.Publish("root", "targets", "snapshot", "timestamp");

        client.AssertRefuses(TufFault.TooFewSignatures, file.Replace('2', '3'));
        Assert.Equal(2, client.VersionOf(role));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void One_key_under_two_names_counts_once(string role, string file)
    {
        repository.AddKey(role, repository.Signers[role][0].Named("another"));
        repository.SetThreshold(role, 2);
        repository.Publish("root", "targets", "snapshot", "timestamp");

        client.AssertRefuses(TufFault.TooFewSignatures, file);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Two_signatures_that_name_one_key_are_refused(string role, string file)
    {
        repository.Signers[role].Add(repository.Signers[role][0]);
        repository.Publish("root", "targets", "snapshot", "timestamp");

        client.AssertRefuses(TufFault.Malformed, file);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_key_listed_twice_counts_once(string role, string file)
    {
        repository["root"]["roles"]![role]!["keyids"]!.AsArray().Add(repository.Signers[role][0].Id);
        repository.SetThreshold(role, 2);
        repository.Publish("root", "targets", "snapshot", "timestamp");

        client.AssertRefuses(TufFault.TooFewSignatures, file);
    }

    [Theory]
    [InlineData("root", "snapshot", "2.root.json")]
    [InlineData("timestamp", "snapshot", "timestamp.json")]
    [InlineData("snapshot", "targets", "1.snapshot.json")]
    [InlineData("targets", "snapshot", "1.targets.json")]
    public void Metadata_of_another_role_is_refused(string role, string other, string file)
    {
        repository.Served[file] = TestRepository.Envelope(repository[other], repository.Signers[role]);

        client.AssertRefuses(TufFault.WrongType, file);
    }

    [Theory]
    [InlineData("2.0.0")]
    [InlineData("11.0.0")]
    [InlineData("0.9")]
    public void Another_major_version_of_the_specification_is_refused(string version)
    {
        repository["timestamp"]["spec_version"] = version;
        repository.Serve("timestamp");

        client.AssertRefuses(TufFault.UnsupportedSpecification, "timestamp.json");
    }

    [Theory]
    [InlineData("timestamp", "timestamp.json")]
    [InlineData("snapshot", "1.snapshot.json")]
    [InlineData("targets", "1.targets.json")]
    public void Metadata_that_the_repository_lacks_is_named(string role, string file)
    {
        repository.Served.Remove(file);

        client.AssertRefuses(TufFault.Unavailable, file);
        Assert.False(client.Trusted.ContainsKey($"{role}.json"));
    }

    [Theory]
    [InlineData("timestamp", "timestamp.json")]
    [InlineData("snapshot", "2.snapshot.json")]
    [InlineData("targets", "2.targets.json")]
    public void Frozen_metadata_is_refused(string role, string file)
    {
        client.AssertRefreshes();
        repository[role]["expires"] = "2026-06-01T12:00:00Z";
        repository.PublishTargets();

        client.AssertRefuses(TufFault.Expired, file);
        Assert.Equal(1, client.VersionOf(role));
    }

    [Theory]
    [InlineData("timestamp", "timestamp.json")]
    [InlineData("snapshot", "1.snapshot.json")]
    [InlineData("targets", "1.targets.json")]
    public void What_was_trusted_is_not_used_when_it_has_expired(string role, string file)
    {
        repository[role]["expires"] = "2026-07-01T00:00:00Z";
        repository["targets"]["version"] = 0;
        repository["snapshot"]["version"] = 0;
        repository.PublishTargets();
        client.AssertRefreshes();
        client.Now = new DateTimeOffset(2026, 7, 1, 0, 0, 1, TimeSpan.Zero);

        client.AssertRefuses(TufFault.Expired, file);
    }

    [Fact]
    public void What_has_expired_still_leads_to_newer_metadata()
    {
        foreach (var role in (string[])["timestamp", "snapshot", "targets"])
        {
            repository[role]["expires"] = "2026-07-01T00:00:00Z";
        }

        repository.PublishTargets();
        client.AssertRefreshes();
        foreach (var role in (string[])["timestamp", "snapshot", "targets"])
        {
            repository[role]["expires"] = "2026-09-01T00:00:00Z";
        }

        repository.PublishTargets();
        client.Now = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

        client.AssertRefreshes();
        Assert.Equal(3, client.VersionOf("targets"));
    }

    [Theory]
    [InlineData(TufFault.HashMismatch, true)]
    [InlineData(TufFault.LengthMismatch, false)]
    public void A_snapshot_mixed_in_from_another_moment_is_refused(TufFault fault, bool sameLength)
    {
        repository.ListsHashes = true;
        repository.PublishTargets();
        var bytes = repository.Served["2.snapshot.json"];
        repository.Served["2.snapshot.json"] = sameLength ? Damaged(bytes) : bytes[..^1];

        client.AssertRefuses(fault, "2.snapshot.json");
    }

    [Theory]
    [InlineData(TufFault.HashMismatch, true)]
    [InlineData(TufFault.LengthMismatch, false)]
    public void Targets_mixed_in_from_another_moment_are_refused(TufFault fault, bool sameLength)
    {
        repository.ListsHashes = true;
        repository.PublishTargets();
        var bytes = repository.Served["2.targets.json"];
        repository.Served["2.targets.json"] = sameLength ? Damaged(bytes) : bytes[..^1];

        client.AssertRefuses(fault, "2.targets.json");
        Assert.Equal(2, client.VersionOf("snapshot"));
    }

    [Theory]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public void Metadata_of_another_version_than_the_listed_one_is_refused(string role)
    {
        repository.PublishTargets();
        repository.Served[$"2.{role}.json"] = repository.Served[$"1.{role}.json"];

        client.AssertRefuses(TufFault.VersionMismatch, $"2.{role}.json");
    }

    [Fact]
    public void A_timestamp_that_goes_back_is_refused()
    {
        repository.Publish("timestamp");
        client.AssertRefreshes();
        repository["timestamp"]["version"] = 1;
        repository.Serve("timestamp");

        client.AssertRefuses(TufFault.TimestampRollback, "timestamp.json");
        Assert.Equal(2, client.VersionOf("timestamp"));
    }

    [Fact]
    public void A_timestamp_of_the_same_version_changes_nothing()
    {
        client.AssertRefreshes();
        var before = client.Trusted["timestamp.json"];
        repository["timestamp"]["meta"]!["snapshot.json"]!["version"] = 100;
        repository.Serve("timestamp");

        client.AssertRefreshes();
        Assert.Equal(["2.root.json", "timestamp.json"], client.Requests);
        Assert.Equal(before, client.Trusted["timestamp.json"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_timestamp_whose_snapshot_goes_back_is_refused(bool listsHashes)
    {
        repository.ListsHashes = listsHashes;
        repository.Publish("snapshot", "timestamp");
        client.AssertRefreshes();
        repository["snapshot"]["version"] = 0;
        repository.Publish("snapshot", "timestamp");

        client.AssertRefuses(TufFault.SnapshotRollback, "timestamp.json");
        Assert.Equal((2, 2), (client.VersionOf("timestamp"), client.VersionOf("snapshot")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_snapshot_whose_targets_go_back_is_refused(bool listsHashes)
    {
        repository.ListsHashes = listsHashes;
        repository.PublishTargets();
        client.AssertRefreshes();
        repository["targets"]["version"] = 0;
        repository.PublishTargets();

        client.AssertRefuses(TufFault.TargetsRollback, "3.snapshot.json");
        Assert.Equal((2, 2), (client.VersionOf("snapshot"), client.VersionOf("targets")));
    }

    [Fact]
    public void A_snapshot_that_leaves_out_a_role_is_refused()
    {
        repository.Delegate("targets", "boards");
        repository.PublishTargets();
        client.AssertRefreshes();
        repository["snapshot"]["meta"]!.AsObject().Remove("boards.json");
        repository.Publish("snapshot", "timestamp");

        client.AssertRefuses(TufFault.RoleRemoved, "3.snapshot.json");
    }

    [Theory]
    [InlineData("timestamp", "timestamp.json", 1)]
    [InlineData("snapshot", "timestamp.json", 1)]
    [InlineData("targets", "2.snapshot.json", 2)]
    public void A_version_far_ahead_is_refused(string role, string file, long timestamp)
    {
        client.AssertRefreshes();
        repository[role]["version"] = new TufLimits().VersionsAhead + 1;
        repository.PublishTargets();

        client.AssertRefuses(TufFault.FastForward, file);
        Assert.Equal((timestamp, 1), (client.VersionOf("timestamp"), client.VersionOf("snapshot")));
    }

    [Theory]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public void A_version_as_far_ahead_as_it_may_be_is_taken(string role)
    {
        client.AssertRefreshes();
        repository[role]["version"] = new TufLimits().VersionsAhead;
        repository.PublishTargets();

        client.AssertRefreshes();
        Assert.Equal(new TufLimits().VersionsAhead + 1, client.VersionOf(role));
    }

    [Theory]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    public void New_keys_recover_from_versions_that_a_thief_forwarded(string stolen)
    {
        repository["timestamp"]["version"] = 90_000_000;
        repository["snapshot"]["version"] = 90_000_000;
        repository["targets"]["version"] = 90_000_000;
        repository.PublishTargets();
        client.AssertRefreshes();

        repository.RotateKeys(stolen);
        repository["timestamp"]["version"] = 1;
        repository["snapshot"]["version"] = 1;
        repository["targets"]["version"] = 1;
        repository["snapshot"]["meta"] = new JsonObject();
        repository.Publish("root");
        repository.PublishTargets();

        client.AssertRefreshes();
        Assert.Equal((2, 2, 2), (client.VersionOf("timestamp"), client.VersionOf("snapshot"), client.VersionOf("targets")));
    }

    [Fact]
    public void A_key_that_is_only_added_lets_nothing_go_back()
    {
        repository.Publish("timestamp");
        client.AssertRefreshes();
        repository.AddKey("timestamp", TestKey.Ed25519());
        repository["timestamp"]["version"] = 0;
        repository.Publish("root", "timestamp");

        client.AssertRefuses(TufFault.TimestampRollback, "timestamp.json");
    }

    [Fact]
    public void A_snapshot_that_does_not_name_the_targets_is_refused()
    {
        repository["snapshot"]["meta"] = new JsonObject();
        repository.Serve("snapshot");

        client.AssertRefuses(TufFault.NotInSnapshot, "targets.json");
    }

    [Fact]
    public void A_snapshot_with_hashes_of_unknown_algorithms_alone_is_refused()
    {
        repository["timestamp"]["meta"]!["snapshot.json"]!["hashes"] = new JsonObject { ["crc32"] = "00000000" };
        repository.Serve("timestamp");

        client.AssertRefuses(TufFault.UnsupportedHash, "1.snapshot.json");
    }

    // A digit of the signature: still JSON, of the same length.
    private static byte[] Damaged(byte[] bytes)
    {
        byte[] damaged = [.. bytes];
        var at = damaged.AsSpan().IndexOf("\"sig\":\""u8) + 10;
        damaged[at] = damaged[at] == (byte)'0' ? (byte)'1' : (byte)'0';
        return damaged;
    }
}
