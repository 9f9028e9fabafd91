using Hearth.Release;
using Hearth.Release.Commands;
using Hearth.Release.Signing;
using Hearth.Updates.Bundle;
using Hearth.Updates.Rollout;
using Hearth.Updates.Slots;
using Hearth.Updates.Tuf;
using Hearth.Updating;
using Xunit;

namespace Hearth.Tests.Release;

/// <summary>The release tool, and our own TUF client on what it published.</summary>
public sealed class ReleaseTests : IDisposable
{
    private const string Track = "stable/test/board";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hearth-release-");
    private readonly Dictionary<TufClient, PublishedMetadata> trustedOf = [];
    private readonly TestTime time = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    private string Channels => Path.Join(folder.FullName, "channels");

    private string Keys => Path.Join(folder.FullName, "keys");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Keys_are_their_owners_alone()
    {
        Done("init", Channels, "--keys", Keys, "--root-keys", "3", "--threshold", "2");

        var files = Directory.GetFiles(Keys, "*", SearchOption.AllDirectories);
        Assert.Equal(8, files.Length);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal(4, Directory.GetFiles(Path.Join(Keys, "offline")).Length);
    }

    [Fact]
    public void Our_client_finds_the_bundle_and_its_plan()
    {
        Initialize();
        Publish("1");

        var found = Assert.IsType<TufStep.Found>(Find(Client(), $"{Track}/bundle"));

        Assert.True(RolloutPlan.TryRead(found.Target.Custom.Span, out var plan));
        Assert.Equal(("test/board", "1", "Fixes"), (plan.Board, plan.Version, plan.Changes));
        Assert.Equal([10, 50, 150, 400, 600, 900, 1000], plan.Steps.Select(step => step.Permille));
        Assert.Equal([0, 48, 96, 144, 168, 192, 216], plan.Steps.Select(step => step.AfterHours));
        Assert.True(BundleManifest.TryRead(File.ReadAllBytes(Path.Join(Channels, "targets", found.RemotePath)), new BundleLimits(), out var manifest, out _));
        Assert.Equal("1", manifest.Version);
    }

    [Fact]
    public void Metadata_says_when_it_was_signed()
    {
        Initialize();

        var client = NewClient(out var trusted);
        var refreshed = Assert.IsType<TufStep.Refreshed>(trusted.Run(client.Refresh(), client));

        Assert.Equal(time.GetUtcNow(), refreshed.ClockFloor);
    }

    [Fact]
    public void The_next_release_brings_deltas_from_those_before()
    {
        Initialize();
        for (var version = 1; version <= 5; version++)
        {
            time.Advance(TimeSpan.FromDays(1));
            Publish($"{version}");
        }

        var found = Assert.IsType<TufStep.Found>(Find(Client(), $"{Track}/bundle"));
        Assert.True(BundleManifest.TryRead(File.ReadAllBytes(Path.Join(Channels, "targets", found.RemotePath)), new BundleLimits(), out var manifest, out _));

        Assert.Equal(3, manifest.Deltas.Count(delta => delta.Image == SlotPart.Root));
        Assert.All(manifest.Deltas, delta => Assert.Equal(delta.StoredLength, new FileInfo(Path.Join(Channels, BundleObject.Of(delta).Path)).Length));
    }

    [Fact]
    public void A_halted_rollout_has_a_brake_until_it_goes_on()
    {
        Initialize();
        Publish("1");
        Done("halt", Channels, "--keys", Keys, "--channel", "stable", "--board", "test/board");

        var client = Client();
        var bundle = Assert.IsType<TufStep.Found>(Find(client, $"{Track}/bundle")).Target.Hashes[0].Digest;
        var target = Assert.IsType<TufStep.Found>(Find(client, $"brake/{Track}")).Target;
        Assert.True(RolloutBrake.TryRead(target.Custom.Span, out var brake));
        Assert.Equal(new RolloutBrake(bundle, 0), brake);

        Done("resume", Channels, "--keys", Keys, "--channel", "stable", "--board", "test/board");
        client = Client();
        target = Assert.IsType<TufStep.Found>(Find(client, $"brake/{Track}")).Target;
        Assert.True(RolloutBrake.TryRead(target.Custom.Span, out brake));
        Assert.Equal(new RolloutBrake(bundle, RolloutPlan.Everyone), brake);
    }

    [Fact]
    public void Without_the_offline_keys_one_refreshes_and_halts_and_publishes_nothing()
    {
        Initialize();
        Publish("1");
        Directory.Delete(Path.Join(Keys, "offline"), recursive: true);

        Done("refresh", Channels, "--keys", Keys);
        Done("halt", Channels, "--keys", Keys, "--channel", "stable", "--board", "test/board");
        Failed(1, "offline", PublishWords("2"));
        Client();
    }

    [Theory]
    [InlineData(100, 2, "goes on")]
    [InlineData(100, 12, "halted")]
    [InlineData(0, 2, "goes on")]
    [InlineData(0, 3, "halted")]
    public void Too_many_failures_halt_a_rollout(int succeeded, int failed, string expected)
    {
        Initialize();
        Publish("1");

        Assert.Contains(expected, Done("tally", Channels, "--keys", Keys, "--channel", "stable", "--board", "test/board", "--succeeded", $"{succeeded}", "--failed", $"{failed}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_withdrawn_bundle_is_found_no_more()
    {
        Initialize();
        Publish("1");
        Done("withdraw", Channels, "--keys", Keys, "--channel", "stable", "--board", "test/board");

        var client = Client();
        Assert.Equal(TufFault.NoSuchTarget, Assert.IsType<TufStep.Refused>(Find(client, $"{Track}/bundle")).Refusal.Fault);
    }

    [Theory]
    [InlineData("root")]
    [InlineData("targets")]
    [InlineData("snapshot")]
    [InlineData("timestamp")]
    [InlineData("brake")]
    public void A_client_follows_new_keys(string role)
    {
        Initialize();
        Publish("1");
        var client = NewClient(out var trusted);
        Assert.IsType<TufStep.Refreshed>(trusted.Run(client.Refresh(), client));

        Done("rotate", Channels, "--keys", Keys, "--role", role);
        Done("refresh", Channels, "--keys", Keys);
        Done("halt", Channels, "--keys", Keys, "--channel", "stable", "--board", "test/board");

        client = new TufClient(trusted, new MetadataSignatures(), new TufLimits(), time.GetUtcNow(), DateTimeOffset.MinValue);
        Assert.IsType<TufStep.Refreshed>(trusted.Run(client.Refresh(), client));
        Assert.IsType<TufStep.Found>(trusted.Run(client.Find($"brake/{Track}"), client));
    }

    [Fact]
    public void What_is_not_signed_again_expires_within_a_week_and_refreshing_helps()
    {
        Initialize();
        time.Advance(TimeSpan.FromDays(8));
        var client = NewClient(out var trusted);
        Assert.Equal(TufFault.Expired, Assert.IsType<TufStep.Refused>(trusted.Run(client.Refresh(), client)).Refusal.Fault);

        Done("refresh", Channels, "--keys", Keys);
        Client();
    }

    [Theory]
    [InlineData("there is no command fly", "fly")]
    [InlineData("init has no option --wings", "init", "a", "--wings", "2")]
    [InlineData("--keys needs a value", "init", "a", "--keys")]
    [InlineData("--keys KEYS is missing", "init", "a")]
    [InlineData("which folder?", "refresh", "--keys", "k")]
    [InlineData("b is one argument too many", "refresh", "a", "b", "--keys", "k")]
    [InlineData("--root-keys many: it is a whole number from 1 to 9", "init", "a", "--keys", "k", "--root-keys", "many")]
    [InlineData("--threshold 2: it is a whole number from 1 to 1", "init", "a", "--keys", "k", "--threshold", "2")]
    public void Wrong_usage_is_one_line_that_says_what_to_write(string line, params string[] words) => Failed(2, line, words);

    [Theory]
    [InlineData("--channel nightly: it is stable or beta", "--channel", "nightly", "--board", "test/board")]
    [InlineData("--board pc: write vendor/board", "--channel", "beta", "--board", "pc")]
    [InlineData("--board ../..: write vendor/board", "--channel", "beta", "--board", "../..")]
    [InlineData("--board a/b c: write vendor/board", "--channel", "beta", "--board", "a/b c")]
    public void A_channel_or_board_that_is_none_is_wrong_usage(string line, params string[] words)
    {
        Initialize();

        Failed(2, line, ["halt", Channels, "--keys", Keys, .. words]);
    }

    [Fact]
    public void What_is_missing_is_said_in_one_line()
    {
        Failed(1, "make a repository with", "refresh", Channels, "--keys", Keys);
        Initialize();
        Failed(1, "has a repository already", "init", Channels, "--keys", Keys);
        Failed(1, "has no bundle", "halt", Channels, "--keys", Keys, "--channel", "stable", "--board", "test/board");
        Failed(1, "has no slot/kernel.ext2", PublishWords("1"));
    }

    [Fact]
    public void A_folder_that_is_a_file_is_said_to_be_one()
    {
        var file = Path.Join(folder.FullName, "file");
        File.WriteAllText(file, "");

        Failed(1, "file is a file: name a folder", "init", file, "--keys", Keys);
        Failed(1, "file is a file: name a folder", "init", Channels, "--keys", file);

        Assert.Equal([file], Directory.GetFileSystemEntries(folder.FullName));
    }

    [Theory]
    [InlineData("timestamp.json", "")]
    [InlineData("timestamp.json", "[]")]
    [InlineData("1.root.json", "null")]
    [InlineData("1.snapshot.json", "noise")]
    [InlineData("1.targets.json", """{"signed":{"version":1,"meta":5,"targets":7}}""")]
    public void Metadata_that_is_damaged_is_named(string file, string content)
    {
        Initialize();
        File.WriteAllText(Path.Join(Channels, "metadata", file), content);

        Failed(1, $"{file} is damaged", "refresh", Channels, "--keys", Keys);
    }

    [Theory]
    [InlineData("refresh")]
    [InlineData("halt", "--channel", "stable", "--board", "test/board")]
    [InlineData("rotate", "--role", "timestamp")]
    public void What_somebody_without_keys_wrote_is_not_signed_again(string command, params string[] options)
    {
        Initialize();
        Publish("1");
        var other = Path.Join(folder.FullName, "other");
        Done("init", other, "--keys", Path.Join(folder.FullName, "other-keys"));
        File.Copy(Path.Join(other, "metadata/1.targets.json"), Path.Join(Channels, "metadata/2.targets.json"), overwrite: true);
        var before = Contents();

        Failed(1, "2.targets.json is damaged", [command, Channels, "--keys", Keys, .. options]);

        Assert.Equal(before, Contents());
    }

    [Fact]
    public void What_another_s_keys_signed_is_not_signed_again()
    {
        Initialize();
        var other = Path.Join(folder.FullName, "other");
        Done("init", other, "--keys", Path.Join(folder.FullName, "other-keys"));

        Failed(1, "is damaged", "refresh", other, "--keys", Keys);
        File.Delete(Path.Join(Keys, "online/root.json"));
        Failed(1, "root.json is missing", "refresh", Channels, "--keys", Keys);
        Failed(1, "is another repository's", "init", Path.Join(folder.FullName, "third"), "--keys", Path.Join(folder.FullName, "other-keys"));
    }

    [Fact]
    public void A_bundle_that_was_changed_is_neither_packed_nor_built_upon()
    {
        Initialize();
        Publish("1");
        File.AppendAllText(Directory.GetFiles(Path.Join(Channels, "targets/stable/test/board")).Single(), " ");

        Failed(1, "is damaged, its hash", "pack", Channels, "--channel", "stable", "--board", "test/board", "--to", Path.Join(folder.FullName, "update.tar"));
        Failed(1, "is damaged, its hash", PublishWords("2"));
    }

    [Fact]
    public void A_version_is_published_once()
    {
        Initialize();
        Publish("1");

        Failed(1, "1 is published in stable/test/board already", PublishWords("1"));
        Failed(1, "1.0 is published in stable/test/board already", PublishWords("1.0"));
    }

    [Fact]
    public void Watching_before_the_first_report_says_that_there_is_none()
    {
        Initialize();
        Publish("1");

        Assert.Contains("no reports", Done("watch", Channels, "--keys", Keys, "--counts", Path.Join(folder.FullName, "counts")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("online/timestamp-*.pem", "publish")]
    [InlineData("online/timestamp-*.pem", "refresh")]
    [InlineData("online/timestamp-*.pem", "rotate", "--role", "targets")]
    [InlineData("online/brake-*.pem", "rotate", "--role", "root")]
    public void Nothing_is_written_before_every_key_is_at_hand(string missing, string command, params string[] options)
    {
        Initialize();
        Publish("1");
        TestImages.Write(Path.Join(folder.FullName, "images"), "2");
        File.Delete(Directory.GetFiles(Keys, missing).Single());
        var before = Directory.GetFiles(Channels, "*", SearchOption.AllDirectories).Order().ToList();

        Failed(1, "are needed", command == "publish" ? PublishWords("2") : [command, Channels, "--keys", Keys, .. options]);

        Assert.Equal(before, Directory.GetFiles(Channels, "*", SearchOption.AllDirectories).Order());
    }

    [Theory]
    [InlineData("root/verity", "noise", "does not say blocks and salt")]
    [InlineData("root/verity", "blocks=many\nsalt=0000\n", "does not say blocks and salt")]
    [InlineData("root/root.erofs", "too short", "the root's hash tree is not the one that devices compute")]
    [InlineData("slot/kernel.ext2", "", "devices would refuse this bundle")]
    [InlineData("slot/kernel.ext2", "too short", "slot/kernel.ext2 has 9 bytes, which are no whole blocks")]
    public void Images_that_are_damaged_are_named(string file, string content, string line)
    {
        Initialize();
        TestImages.Write(Path.Join(folder.FullName, "images"), "1");
        File.WriteAllText(Path.Join(folder.FullName, "images", file), content);

        Failed(1, line, PublishWords("1"));
        Failed(1, "has no bundle", "halt", Channels, "--keys", Keys, "--channel", "stable", "--board", "test/board");
    }

    [Fact]
    public void A_pack_that_fails_leaves_the_file_that_was_there()
    {
        Initialize();
        Publish("1");
        var file = Path.Join(folder.FullName, "update.tar");
        string[] pack = ["pack", Channels, "--channel", "stable", "--board", "test/board", "--to"];
        Done([.. pack, file]);
        var before = File.ReadAllBytes(file);
        File.Delete(Directory.GetFiles(Path.Join(Channels, "chunks"))[0]);

        Failed(1, "chunks/", [.. pack, file]);
        Failed(1, "is a folder: name the file", [.. pack, Channels]);

        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.False(File.Exists(file + ".part"));
    }

    [Theory]
    [InlineData("noise")]
    [InlineData("[]")]
    [InlineData("{\"aa\":5}")]
    [InlineData("{\"aa\":{\"succeeded\":\"many\",\"failed\":1}}")]
    public void Counts_that_are_none_are_said_to_be(string content)
    {
        Initialize();
        var file = Path.Join(folder.FullName, "counts");
        File.WriteAllText(file, content);

        Failed(1, "holds something else than what `release collect` counts", "watch", Channels, "--keys", Keys, "--counts", file);
        Failed(1, "is denied", "watch", Channels, "--keys", Keys, "--counts", Channels);
    }

    [Fact]
    public void An_address_that_is_not_this_machine_s_is_wrong_usage()
    {
        Initialize();

        // TEST-NET-1, RFC 5737.
        Failed(2, "--listen 192.0.2.1:1: ", "collect", Channels, "--counts", Path.Join(folder.FullName, "counts"), "--listen", "192.0.2.1:1");
    }

    private void Initialize() => Done("init", Channels, "--keys", Keys, "--root-keys", "2", "--threshold", "2");

    private void Publish(string version)
    {
        TestImages.Write(Path.Join(folder.FullName, "images"), version);
        Done(PublishWords(version));
    }

    private string[] PublishWords(string version) =>
        ["publish", Channels, "--keys", Keys, "--channel", "stable", "--board", "test/board", "--images", Path.Join(folder.FullName, "images"), "--version", version, "--changes", "Fixes"];

    private List<(string, string)> Contents() =>
        [.. Directory.GetFiles(Channels, "*", SearchOption.AllDirectories).Order().Select(file => (file, Convert.ToHexString(File.ReadAllBytes(file))))];

    // A device that knows the first root alone, refreshed.
    private TufClient Client()
    {
        var client = NewClient(out var trusted);
        Assert.IsType<TufStep.Refreshed>(trusted.Run(client.Refresh(), client));
        return client;
    }

    private TufStep Find(TufClient client, string path) => trustedOf[client].Run(client.Find(path), client);

    private TufClient NewClient(out PublishedMetadata trusted)
    {
        trusted = new PublishedMetadata(new PublishedFolder(Channels), File.ReadAllBytes(Path.Join(Channels, "metadata/1.root.json")));
        var client = new TufClient(trusted, new MetadataSignatures(), new TufLimits(), time.GetUtcNow(), DateTimeOffset.MinValue);
        trustedOf[client] = trusted;
        return client;
    }

    private string Done(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.True(ReleaseCommandLine.Run(words, output, error, time) == 0, error.ToString());
        return output.ToString();
    }

    private void Failed(int code, string line, params string[] words)
    {
        var error = new StringWriter();
        Assert.Equal(code, ReleaseCommandLine.Run(words, new StringWriter(), error, time));
        Assert.Contains(line, error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }
}
