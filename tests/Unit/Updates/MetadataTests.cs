using System.Text.Json.Nodes;
using Hearth.Updates.Tuf;
using Xunit;

namespace Hearth.Tests.Updates;

/// <summary>Specification, section 4: each field that is missing or wrong is named.</summary>
public sealed class MetadataTests
{
    private readonly TestRepository repository = new();
    private readonly TestClient client;

    public MetadataTests() => client = new TestClient(repository);

    [Theory]
    [InlineData("timestamp", "version", "0", "'version' is not a whole number from 1")]
    [InlineData("timestamp", "version", "\"1\"", "'version' is not a whole number from 1")]
    [InlineData("timestamp", "version", "9223372036854775808", "'version' is not a whole number from 1")]
    [InlineData("timestamp", "version", null, "'version' is missing")]
    [InlineData("timestamp", "expires", "\"2030-01-01\"", "'expires' is no date-time such as 2030-01-01T00:00:00Z")]
    [InlineData("timestamp", "expires", "\"2030-02-30T00:00:00Z\"", "'expires' is no date-time such as 2030-01-01T00:00:00Z")]
    [InlineData("timestamp", "expires", "\"2030-01-01T00:00:00+00:00\"", "'expires' is no date-time such as 2030-01-01T00:00:00Z")]
    [InlineData("timestamp", "_type", "\"mirrors\"", "'_type' is none of root, timestamp, snapshot and targets")]
    [InlineData("timestamp", "spec_version", null, "'spec_version' is missing")]
    [InlineData("timestamp", "meta", "{}", "'snapshot.json' is missing")]
    [InlineData("timestamp", "meta", "[]", "'meta' is not an object")]
    [InlineData("timestamp", "meta", """{"snapshot.json":{"version":1,"length":0}}""", "'length' is not a whole number from 1")]
    [InlineData("timestamp", "meta", """{"snapshot.json":{"version":1,"hashes":{}}}""", "'hashes' has no hash")]
    [InlineData("timestamp", "meta", """{"snapshot.json":{"version":1,"hashes":{"sha256":"xy"}}}""", "the sha256 of 'hashes' is not hex")]
    [InlineData("snapshot", "meta", """{"targets.json":{}}""", "'version' is missing")]
    [InlineData("targets", "targets", """{"a":{"hashes":{"sha256":"00"}}}""", "'length' is missing")]
    [InlineData("targets", "targets", """{"a":{"length":1}}""", "'hashes' is missing")]
    [InlineData("targets", "targets", """{"a":{"length":1,"hashes":{"sha256":"00"},"custom":1}}""", "'custom' is not an object")]
    [InlineData("targets", "delegations", """{"keys":{}}""", "'roles' is missing")]
    [InlineData("targets", "delegations", """{"keys":{},"roles":[{"name":"a","keyids":[],"threshold":0,"paths":[]}]}""", "'threshold' is not a whole number from 1")]
    [InlineData("targets", "delegations", """{"keys":{},"roles":[{"name":"a","keyids":[1],"threshold":1,"paths":[]}]}""", "'keyids' is not an array of strings")]
    [InlineData("targets", "delegations", """{"keys":{},"roles":[{"name":"a","keyids":[],"threshold":1,"terminating":1}]}""", "'terminating' is neither true nor false")]
    [InlineData("targets", "delegations", """{"keys":{},"roles":[{"name":"a","keyids":[],"threshold":1,"paths":[],"path_hash_prefixes":[]}]}""", "the delegation 'a' has both 'paths' and 'path_hash_prefixes'")]
    [InlineData("targets", "delegations", """{"keys":{},"roles":[{"name":"a","keyids":[],"threshold":1},{"name":"a","keyids":[],"threshold":1}]}""", "two delegations have the name 'a'")]
    public void A_wrong_field_is_named(string role, string field, string? value, string detail)
    {
        repository[role].Remove(field);
        if (value is not null)
        {
            repository[role][field] = JsonNode.Parse(value);
        }

        var file = role == "timestamp" ? "timestamp.json" : $"1.{role}.json";
        repository.Served[file] = repository.Sign(role);

        var refusal = Assert.IsType<TufStep.Refused>(client.Refresh()).Refusal;
        Assert.Equal(new TufRefusal(TufFault.Malformed, file, detail), refusal);
    }

    [Theory]
    [InlineData("consistent_snapshot", "1")]
    [InlineData("keys", "{\"a\":{}}")]
    [InlineData("keys", "[]")]
    [InlineData("roles", "{}")]
    public void A_root_with_a_wrong_field_is_refused(string field, string value)
    {
        repository["root"][field] = JsonNode.Parse(value);
        repository.Served["2.root.json"] = repository.Sign("root");

        client.AssertRefuses(TufFault.Malformed, "2.root.json");
    }

    [Fact]
    public void Fields_that_nobody_knows_are_signed_and_left_alone()
    {
        repository["root"]["custom-field"] = "value";
        repository["root"]["roles"]!["root"]!["another"] = new JsonArray(1, null, "\"");
        repository["targets"]["größe"] = new JsonObject { ["b"] = 1, ["a"] = "\\" };
        repository.Publish("root", "targets", "snapshot", "timestamp");

        client.AssertRefreshes();
    }

    [Fact]
    public void A_signature_that_is_wrong_beside_enough_right_ones_does_no_harm()
    {
        repository.AddKey("timestamp", TestKey.Ed25519());
        repository.Publish("root", "timestamp");
        foreach (var signature in (string[])["", "zz", "0", new string('0', 128)])
        {
            var document = JsonNode.Parse(repository.Served["timestamp.json"])!;
            document["signatures"]![0]!["sig"] = signature;
            repository.Served["timestamp.json"] = System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());

            new TestClient(repository).AssertRefreshes();
        }
    }

    [Fact]
    public void A_key_may_have_any_name()
    {
        repository["root"]["roles"]!["timestamp"]!["keyids"] = new JsonArray();
        repository.AddKey("timestamp", repository.Signers["timestamp"][0].Named("the timestamp's"));
        repository.Signers["timestamp"].RemoveAt(0);
        repository.Publish("root", "timestamp");

        client.AssertRefreshes();
    }

    [Fact]
    public void A_file_is_kept_as_it_was_served()
    {
        repository.Served["timestamp.json"] = [.. "\n "u8, .. repository.Served["timestamp.json"], (byte)' '];

        client.AssertRefreshes();
        Assert.Equal(repository.Served["timestamp.json"], client.Trusted["timestamp.json"]);
    }

    [Fact]
    public void What_the_repository_adds_to_a_target_is_handed_on()
    {
        repository.AddTarget("targets", "image", "x");
        repository["targets"]["targets"]!["image"]!["custom"] = new JsonObject { ["wave"] = 5, ["board"] = "qemu/virt-arm64" };
        repository.PublishTargets();

        var found = Assert.IsType<TufStep.Found>(client.Find("image"));
        Assert.Equal("""{"board":"qemu/virt-arm64","wave":5}"""u8, found.Target.Custom.Span);
    }
}
