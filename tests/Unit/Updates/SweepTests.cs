using System.Text;
using Hearth.Updates.Tuf;
using Xunit;

namespace Hearth.Tests.Updates;

/// <summary>What holds for each byte and each moment.</summary>
public sealed class SweepTests
{
    [Theory]
    [InlineData("2.root.json")]
    [InlineData("timestamp.json")]
    [InlineData("2.snapshot.json")]
    [InlineData("2.targets.json")]
    public void No_changed_byte_is_ever_trusted(string file)
    {
        var repository = new TestRepository();
        repository.AddTarget("targets", "image", "x");
        repository.Publish("root", "targets", "snapshot", "timestamp");
        var original = repository.Served[file];
        Assert.True(Metadata.TryRead(file, original, int.MaxValue, out var genuine, out _));
        var random = new Random(20261120);
        var refused = 0;
        for (var at = 0; at < original.Length; at++)
        {
            byte[] changed = [.. original];
            changed[at] ^= (byte)random.Next(1, 256);
            repository.Served[file] = changed;
            var client = new TestClient(repository);
            if (client.Refresh() is TufStep.Refused)
            {
                refused++;
                continue;
            }

            // A hex digit of the other case, or a field that nobody signs: what is signed has stayed as it was.
            Assert.True(Metadata.TryRead(file, changed, int.MaxValue, out var taken, out _));
            Assert.True(genuine.Canonical.AsSpan().SequenceEqual(taken.Canonical), $"byte {at}: {Encoding.UTF8.GetString(changed)}");
        }

        Assert.InRange(refused, original.Length * 9 / 10, original.Length);
    }

    [Theory]
    [InlineData("2.root.json")]
    [InlineData("timestamp.json")]
    [InlineData("2.snapshot.json")]
    [InlineData("2.targets.json")]
    public void No_beginning_of_a_file_is_trusted(string file)
    {
        var repository = new TestRepository();
        repository.Publish("root", "targets", "snapshot", "timestamp");
        var original = repository.Served[file];
        for (var length = 0; length < original.Length; length++)
        {
            repository.Served[file] = original[..length];
            new TestClient(repository).AssertRefuses(TufFault.Malformed, file);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_power_cut_at_any_change_the_next_refresh_ends_where_it_would_have(bool recovers)
    {
        var cuts = 0;
        for (var power = 0; Interrupt(recovers, power); power++)
        {
            cuts++;
        }

        // Two roots, timestamp, snapshot and targets; recovery deletes two files besides.
        Assert.Equal(recovers ? 7 : 5, cuts);
    }

    [Fact]
    public void Nothing_that_was_trusted_is_lost_to_a_refusal()
    {
        var repository = new TestRepository();
        var client = new TestClient(repository);
        client.AssertRefreshes();
        Dictionary<string, byte[]> before = new(client.Trusted);
        repository.Signers["timestamp"] = [TestKey.Ed25519()];
        repository.PublishTargets();

        client.AssertRefuses(TufFault.WrongKey, "timestamp.json");
        Assert.Equal(before, client.Trusted);
    }

    [Theory]
    [InlineData("timestamp", 900)]
    [InlineData("snapshot", 900)]
    [InlineData("targets", 1)]
    public void What_lies_in_the_folder_is_verified_again(string role, long version)
    {
        var repository = new TestRepository();
        var client = new TestClient(repository);
        client.AssertRefreshes();
        var genuine = client.Trusted[$"{role}.json"];
        var forged = repository[role].DeepClone().AsObject();
        forged["version"] = version;
        forged["forged"] = true;
        client.Trusted[$"{role}.json"] = TestRepository.Envelope(forged, [TestKey.Ed25519()]);

        client.AssertRefreshes();
        Assert.Equal(genuine, client.Trusted[$"{role}.json"]);
    }

    // Whether the power was cut at all.
    private static bool Interrupt(bool recovers, int power)
    {
        var repository = new TestRepository();
        var client = new TestClient(repository);
        if (recovers)
        {
            // A key that stays has signed, beside the stolen one, what the thief forwarded: it would still verify.
            repository.AddKey("timestamp", TestKey.Ed25519());
            repository["timestamp"]["version"] = 9000;
            repository.Publish("root");
            repository.PublishTargets();
        }

        client.AssertRefreshes();
        if (recovers)
        {
            repository["root"]["roles"]!["timestamp"]!["keyids"]!.AsArray().RemoveAt(0);
            repository.Signers["timestamp"].RemoveAt(0);
            repository["timestamp"]["version"] = 0;
        }

        repository.Publish("root");
        repository.Publish("root");
        repository.PublishTargets();
        client.PowerFor = power;
        var isCut = false;
        try
        {
            client.AssertRefreshes();
        }
        catch (PowerCutException)
        {
            isCut = true;
            client.PowerFor = int.MaxValue;
            client.AssertRefreshes();
        }

        foreach (var role in (string[])["root", "timestamp", "snapshot", "targets"])
        {
            Assert.Equal(repository.VersionOf(role), client.VersionOf(role));
        }

        return isCut;
    }
}
