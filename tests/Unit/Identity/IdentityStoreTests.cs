using System.Diagnostics;
using Hearth.Identity;
using Hearth.Identity.State;
using Hearth.Protocol.Cryptography;
using Xunit;

namespace Hearth.Tests.Identity;

public sealed class IdentityStoreTests : IDisposable
{
    private readonly TemporaryFolder state = new();

    [Fact]
    public void An_empty_state_is_unclaimed()
    {
        Assert.False(new IdentityStore(state["none yet"]).IsClaimed);
        Assert.False(new IdentityStore(state["none yet"]).TryLoad(out _));
        Assert.False(Directory.Exists(state["none yet"]));
    }

    [Fact]
    public void What_was_saved_is_loaded()
    {
        using var saved = Owner.Claim("alice", owner: 1, device: 1);
        new IdentityStore(state["a/new/folder"]).Save(saved);

        Assert.True(new IdentityStore(state["a/new/folder"]).TryLoad(out var loaded));
        using (loaded)
        {
            Assert.Equal(saved.Username, loaded.Username);
            Assert.Equal(saved.Claim.Owner, loaded.Claim.Owner);
            Assert.Equal(saved.Packets.Select(packet => packet.Wire.ToArray()), loaded.Packets.Select(packet => packet.Wire.ToArray()));
            Assert.Equal(saved.DeviceKey.PublicKey, loaded.DeviceKey.PublicKey);
            Assert.Equal(saved.DataKey.ExportParameters(true).D, loaded.DataKey.ExportParameters(true).D);
        }
    }

    [Fact]
    public void A_claimed_appliance_is_not_claimed_again()
    {
        using var alice = Owner.Claim("alice", owner: 1, device: 1);
        using var bob = Owner.Claim("bob", owner: 2, device: 2);
        var store = new IdentityStore(state.Path);
        store.Save(alice);

        Assert.Throws<InvalidOperationException>(() => store.Save(bob));
        Assert.Equal("alice", LoadUsername());
    }

    [Fact]
    public void Only_the_nodes_user_can_use_the_files()
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);
        new IdentityStore(state["state"]).Save(identity);

        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(state["state"]));
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(state["state/keys"]));
        var files = Directory.GetFiles(state["state/keys"]);
        Assert.Equal(7, files.Length);
        Assert.All(files, file => Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(file)));
    }

    [Theory]
    [InlineData("device.key", 0b110_100_000, "chmod 600")]
    [InlineData("device.key", 0b110_000_100, "chmod 600")]
    [InlineData("data.key", 0b110_010_000, "chmod 600")]
    [InlineData("", 0b111_001_001, "chmod 700")]
    public void Keys_that_others_can_use_are_refused_with_the_command_that_mends_it(string file, int mode, string command)
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);
        var store = new IdentityStore(state.Path);
        store.Save(identity);
        var path = file.Length == 0 ? state["keys"] : state[$"keys/{file}"];
        File.SetUnixFileMode(path, (UnixFileMode)mode);

        var line = Assert.Throws<StateFaultException>(() => store.TryLoad(out _)).Message;
        Assert.EndsWith($"Run: {command} {path}", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Theory]
    [InlineData("device.key")]
    [InlineData("data.key")]
    [InlineData("claim")]
    [InlineData("owner-self.cert")]
    [InlineData("device-owner.cert")]
    [InlineData("data-device.cert")]
    [InlineData("data-self.cert")]
    public void A_file_that_is_missing_cut_short_or_another_appliances_is_named(string file)
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);
        using var other = Owner.Claim("alice", owner: 1, device: 2);
        var store = new IdentityStore(state.Path);
        store.Save(identity);
        new IdentityStore(state["other"]).Save(other);
        var path = state[$"keys/{file}"];
        var bytes = File.ReadAllBytes(path);

        File.WriteAllBytes(path, bytes[..^7]);
        Assert.StartsWith($"{path} is damaged.", FaultOf(store), StringComparison.Ordinal);
        File.WriteAllBytes(path, new byte[100_000]);
        Assert.StartsWith($"{path} is damaged.", FaultOf(store), StringComparison.Ordinal);
        if (file != "owner-self.cert")
        {
            File.Copy(state[$"other/keys/{file}"], path, overwrite: true);
            Assert.Contains("is damaged.", FaultOf(store), StringComparison.Ordinal);
        }

        File.Delete(path);
        Assert.StartsWith($"{path} is missing.", FaultOf(store), StringComparison.Ordinal);
        File.WriteAllBytes(path, bytes);
        File.SetUnixFileMode(path, (UnixFileMode)0b110_000_000);
        Assert.Equal("alice", LoadUsername());
    }

    [Fact]
    public void A_power_cut_before_any_step_of_a_claim_leaves_it_unclaimed_or_whole()
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);
        var outcomes = new List<bool>();
        for (var step = 0; ; step++)
        {
            using var disk = new TemporaryFolder();
            if (!CutBefore(step, disk.Path, store => store.Save(identity)))
            {
                break;
            }

            var afterwards = new IdentityStore(disk.Path);
            var claimed = afterwards.TryLoad(out var loaded);
            loaded?.Dispose();
            outcomes.Add(claimed);
            Assert.Equal(claimed ? ["keys"] : [], Names(disk));
            if (!claimed)
            {
                afterwards.Save(identity);
                Assert.True(afterwards.TryLoad(out loaded));
                loaded.Dispose();
            }
        }

        // Seven files of three steps, the folder, its sync, the rename; only the last sync comes after it.
        Assert.Equal(25, outcomes.Count);
        Assert.Equal(outcomes.Order(), outcomes);
        Assert.Equal(24, outcomes.IndexOf(true));
    }

    [Fact]
    public void A_power_cut_before_any_step_of_a_reset_leaves_it_whole_or_unclaimed()
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);
        var outcomes = new List<bool>();
        for (var step = 0; ; step++)
        {
            using var disk = new TemporaryFolder();
            new IdentityStore(disk.Path).Save(identity);
            if (!CutBefore(step, disk.Path, store => store.Erase()))
            {
                break;
            }

            var claimed = new IdentityStore(disk.Path).TryLoad(out var loaded);
            loaded?.Dispose();
            outcomes.Add(claimed);
            Assert.Equal(claimed ? ["keys"] : [], Names(disk));
        }

        Assert.Equal([true, .. Enumerable.Repeat(false, outcomes.Count - 1)], outcomes);
    }

    [Fact]
    public void The_claim_is_made_by_the_last_rename_after_everything_is_on_the_disk()
    {
        var steps = new List<string>();
        using var identity = Owner.Claim("alice", owner: 1, device: 1);
        new IdentityStore(new StateFolder(state.Path, steps.Add)).Save(identity);

        var rename = steps.IndexOf("rename keys.new keys");
        Assert.Equal(["fsync keys.new", "rename keys.new keys", "fsync ."], steps[(rename - 1)..]);
        foreach (var file in steps.Where(step => step.StartsWith("create ", StringComparison.Ordinal)).Select(step => step["create ".Length..]))
        {
            Assert.True(steps.IndexOf($"write {file}") < steps.IndexOf($"fsync {file}"));
            Assert.InRange(steps.IndexOf($"fsync {file}"), 0, rename - 2);
        }
    }

    [Fact]
    public void A_reset_unclaims_first_and_overwrites_every_file_before_it_is_deleted()
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);
        new IdentityStore(state.Path).Save(identity);
        var steps = new List<string>();
        var contents = new List<byte[]>();
        var folder = new StateFolder(state.Path, step =>
        {
            steps.Add(step);
            if (step.StartsWith("unlink ", StringComparison.Ordinal))
            {
                contents.Add(File.ReadAllBytes(state[step["unlink ".Length..]]));
            }
        });
        new IdentityStore(folder).Erase();

        Assert.Equal(["rename keys keys.erased", "fsync ."], steps[..2]);
        Assert.Equal(7, contents.Count);
        Assert.All(contents, content => Assert.True(content.Length > 0 && content.All(octet => octet == 0)));
        Assert.Empty(Names(state));
    }

    [Fact]
    public void Resetting_an_unclaimed_appliance_does_nothing()
    {
        new IdentityStore(state.Path).Erase();

        Assert.Empty(Names(state));
    }

    [Theory]
    [InlineData("device.key", "ED25519 Private-Key:")]
    [InlineData("data.key", "ASN1 OID: prime256v1")]
    public void Openssl_reads_the_key_files(string file, string expected)
    {
        const string openssl = "/usr/bin/openssl";
        Assert.SkipUnless(File.Exists(openssl), "openssl is not installed");
        using var identity = Owner.Claim("alice", owner: 1, device: 1);
        new IdentityStore(state.Path).Save(identity);

        using var process = Process.Start(new ProcessStartInfo(openssl, ["pkey", "-noout", "-text", "-in", state[$"keys/{file}"]])
        {
            RedirectStandardOutput = true,
        })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_file_holds_the_owners_key_or_the_recovery_code()
    {
        using var identity = Owner.Claim("alice", owner: 1, device: 1);
        new IdentityStore(state.Path).Save(identity);
        using var code = Owner.CodeOf(1);
        using var ownerKey = Owner.KeyOf(1);

        foreach (var file in Directory.GetFiles(state["keys"], "*.key"))
        {
            var text = File.ReadAllText(file);
            if (Key.TryImport(SignatureAlgorithm.Ed25519, File.ReadAllBytes(file), KeyBlobFormat.PkixPrivateKeyText, out var key))
            {
                Assert.NotEqual(ownerKey.PublicKey, key.PublicKey);
                key.Dispose();
            }

            Assert.DoesNotContain(code.ToWords(), word => text.Contains(word, StringComparison.Ordinal));
        }

        Assert.Equal(2, Directory.GetFiles(state["keys"], "*.key").Length);
    }

    public void Dispose() => state.Dispose();

    private static bool CutBefore(int step, string path, Action<IdentityStore> action)
    {
        var taken = 0;
        var folder = new StateFolder(path, _ =>
        {
            if (taken++ == step)
            {
                throw new PowerCutException();
            }
        });
        try
        {
            action(new IdentityStore(folder));
            return false;
        }
        catch (PowerCutException)
        {
            return true;
        }
    }

    private static string[] Names(TemporaryFolder folder) =>
        [.. Directory.GetFileSystemEntries(folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string FaultOf(IdentityStore store) => Assert.Throws<StateFaultException>(() => store.TryLoad(out _)).Message;

    private string LoadUsername()
    {
        Assert.True(new IdentityStore(state.Path).TryLoad(out var identity));
        using (identity)
        {
            return identity.Username.ToString();
        }
    }

    private sealed class PowerCutException : Exception;
}
