using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hearth.Updates.Tuf;
using Xunit;

namespace Hearth.Tests.Updates;

/// <summary>Specification, sections 4.5 and 5.6.7.</summary>
public sealed class DelegationTests
{
    private readonly TestRepository repository = new();
    private readonly TestClient client;

    public DelegationTests() => client = new TestClient(repository);

    /// <summary>Delegations as "from>to", "!" for a terminating one, then a pattern; and the roles that a search visits.</summary>
    [Theory]
    [InlineData("A", "targets>A")]
    [InlineData("A B", "targets>A", "targets>B")]
    [InlineData("A C D B", "targets>A", "targets>B", "A>C", "A>D")]
    [InlineData("A C D B", "targets>A", "targets>B", "A>C", "C>D")]
    [InlineData("A C", "targets>A", "targets>B", "A>!C", "A>D")]
    [InlineData("A C D", "targets>A", "targets>B", "A>!C", "C>D")]
    [InlineData("B", "targets>A *.py", "targets>B", "A>C")]
    [InlineData("A B", "targets>A", "targets>B", "A>!C *.py", "C>D")]
    [InlineData("A B C D", "targets>A", "targets>B", "B>C", "C>D", "D>B")]
    [InlineData("A C B", "targets>A", "targets>B", "B>C", "A>C")]
    public void Roles_are_visited_in_the_order_of_trust(string visited, params string[] delegations)
    {
        foreach (var delegation in delegations)
        {
            var parts = delegation.Split(' ', '>');
            repository.Delegate(parts[0], parts[1].TrimStart('!'), parts[1][0] == '!', parts.Length > 2 ? [parts[2]] : []);
        }

        repository.PublishTargets();

        TestClient.AssertRefused(client.Find("nowhere"), TufFault.NoSuchTarget, "nowhere");
        Assert.Equal(visited.Split(' ').Select(role => $"1.{role}.json"), client.Requests);
    }

    [Fact]
    public void The_first_role_that_describes_a_target_decides()
    {
        repository.Delegate("targets", "A");
        repository.Delegate("targets", "B");
        repository.AddTarget("A", "image", "by A");
        repository.AddTarget("B", "image", "by B!!");
        repository.PublishTargets();

        var found = Assert.IsType<TufStep.Found>(client.Find("image"));
        Assert.Equal(4, found.Target.Length);
        Assert.Equal($"{found.Target.Hashes[0].Digest}.image", found.RemotePath);
        Assert.Equal(["1.A.json"], client.Requests);
        Assert.Equal(repository.Served["1.A.json"], client.Trusted["A.json"]);
    }

    [Fact]
    public void What_is_trusted_already_is_not_fetched_again()
    {
        repository.Delegate("targets", "A");
        repository.AddTarget("A", "image", "by A");
        repository.PublishTargets();
        client.Find("image");

        Assert.IsType<TufStep.Found>(client.Find("image"));
        Assert.Empty(client.Requests);
    }

    [Fact]
    public void Several_targets_are_found_in_one_update()
    {
        repository.Delegate("targets", "A");
        repository.AddTarget("A", "folder/one", "1");
        repository["targets"]["delegations"]!["roles"]![0]!["paths"] = new JsonArray("folder/*", "two");
        repository.AddTarget("A", "two", "22");
        repository.PublishTargets();
        client.Refresh(out var update);

        var one = Assert.IsType<TufStep.Found>(client.Run(update, update.Find("folder/one")));
        Assert.StartsWith("folder/", one.RemotePath, StringComparison.Ordinal);
        Assert.IsType<TufStep.Refused>(client.Run(update, update.Find("three")));
        Assert.Equal(2, Assert.IsType<TufStep.Found>(client.Run(update, update.Find("two"))).Target.Length);
        Assert.Single(client.Requests, "1.A.json");
    }

    [Fact]
    public void A_target_is_looked_for_only_after_a_refresh()
    {
        var update = new TufClient(client, null!, client.Limits, client.Now, client.Now);

        Assert.Throws<InvalidOperationException>(() => update.Find("image"));
    }

    [Fact]
    public void Hash_prefixes_choose_among_bins()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData("image"u8));
        foreach (var (name, prefix) in (Span<(string, string)>)[("wrong", hash[0] == '0' ? "1" : "0"), ("right", hash[..2])])
        {
            var role = repository.Delegate("targets", name);
            role.Remove("paths");
            role["path_hash_prefixes"] = new JsonArray(prefix);
        }

        repository.AddTarget("right", "image", "x");
        repository.PublishTargets();

        Assert.IsType<TufStep.Found>(client.Find("image"));
        Assert.Equal(["1.right.json"], client.Requests);
    }

    [Fact]
    public void A_role_is_signed_by_the_keys_of_whoever_delegates_to_it()
    {
        repository.Delegate("targets", "A", paths: "a*");
        repository.Delegate("targets", "B", paths: "b*");
        repository.Delegate("A", "shared");
        repository.Delegate("B", "shared");
        repository.Signers["shared"].RemoveAt(1);
        repository.AddTarget("shared", "a1", "x");
        repository.AddTarget("shared", "b1", "x");
        repository.PublishTargets();
        client.Refresh(out var update);

        Assert.IsType<TufStep.Found>(client.Run(update, update.Find("a1")));
        TestClient.AssertRefused(client.Run(update, update.Find("b1")), TufFault.WrongKey, "shared.json");
    }

    [Fact]
    public void A_delegated_role_that_was_trusted_is_not_used_when_it_has_expired()
    {
        repository.Delegate("targets", "A");
        repository["A"]["expires"] = "2026-07-01T00:00:00Z";
        repository.AddTarget("A", "image", "x");
        repository.PublishTargets();
        Assert.IsType<TufStep.Found>(client.Find("image"));
        client.Now = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

        TestClient.AssertRefused(client.Find("image"), TufFault.Expired, "1.A.json");
    }

    [Fact]
    public void A_delegated_role_that_cannot_be_had_ends_the_search()
    {
        repository.Delegate("targets", "A");
        repository.Delegate("targets", "B");
        repository.AddTarget("B", "image", "x");
        repository.PublishTargets();
        repository.Served.Remove("1.A.json");

        TestClient.AssertRefused(client.Find("image"), TufFault.Unavailable, "1.A.json");
    }

    [Fact]
    public void A_delegated_role_that_the_snapshot_does_not_name_ends_the_search()
    {
        repository.Delegate("targets", "A");
        repository.Publish("targets", "snapshot", "timestamp");

        TestClient.AssertRefused(client.Find("image"), TufFault.NotInSnapshot, "A.json");
    }

    [Fact]
    public void No_more_roles_than_the_limit_are_visited()
    {
        for (var i = 0; i < 5; i++)
        {
            repository.Delegate("targets", $"role{i}");
        }

        repository.AddTarget("role4", "image", "x");
        repository.PublishTargets();
        client.Limits = new TufLimits { Delegations = 4 };

        TestClient.AssertRefused(client.Find("image"), TufFault.NoSuchTarget, "image");
        Assert.Equal(4, client.Requests.Count);
    }

    [Theory]
    [InlineData("?", "%3F")]
    [InlineData("#", "%23")]
    [InlineData("/role", "%2Frole")]
    [InlineData("../role", "..%2Frole")]
    [InlineData("..", "..")]
    [InlineData("größe 1", "gr%C3%B6%C3%9Fe%201")]
    public void A_role_of_any_name_stays_in_its_folder(string role, string encoded)
    {
        repository.Delegate("targets", role);
        repository.AddTarget(role, "image", "x");
        repository.PublishTargets();

        Assert.IsType<TufStep.Found>(client.Find("image"));
        Assert.Equal([$"1.{encoded}.json"], client.Requests);
        Assert.True(client.Trusted.ContainsKey($"{encoded}.json"));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    [InlineData("")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789.")]
    public void A_delegation_to_a_name_that_cannot_be_stored_is_refused(string name)
    {
        repository.Delegate("targets", "A")["name"] = name;
        repository.Publish("targets", "snapshot", "timestamp");

        client.AssertRefuses(TufFault.Malformed, "2.targets.json");
    }

    [Theory]
    [InlineData("*", "a", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("*/*", "a/b", true)]
    [InlineData("targets/*.tgz", "targets/foo.tgz", true)]
    [InlineData("targets/*.tgz", "targets/foo.txt", false)]
    [InlineData("foo-version-?.tgz", "foo-version-2.tgz", true)]
    [InlineData("foo-version-?.tgz", "foo-version-alpha.tgz", false)]
    [InlineData("*.tgz", "targets/foo.tgz", false)]
    [InlineData("foo.tgz", "foo.tgz", true)]
    [InlineData("foo.tgz", "foo.tgz/", false)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "a-b-b-d", false)]
    [InlineData("", "", true)]
    [InlineData("?", "", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[a", "[a", true)]
    [InlineData("[a", "a", false)]
    [InlineData("**", "ab", true)]
    [InlineData("A", "a", false)]
    public void Patterns_match_as_globs_do(string pattern, string path, bool matches) =>
        Assert.Equal(matches, PathPattern.Matches(pattern, path));
}
