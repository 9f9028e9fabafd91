using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Updates.Tuf;

namespace Hearth.Release.Signing;

/// <summary>
/// A TUF repository in a folder, as a static HTTP server serves it: <c>metadata/</c>, <c>targets/</c> with names that carry
/// hashes, <c>chunks/</c> and <c>deltas/</c>. What is published is all the state there is. The timestamp is written last:
/// until then clients see what was there before.
/// </summary>
internal sealed class Repository
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string FirstRoot = "metadata/1.root.json";

    private readonly PublishedFolder folder;
    private readonly KeyFolder keys;
    private readonly DateTimeOffset now;
    private readonly Dictionary<Role, JsonObject> signed = [];

    private Repository(PublishedFolder folder, KeyFolder keys, DateTimeOffset now) => (this.folder, this.keys, this.now) = (folder, keys, now);

    public PublishedFolder Folder => folder;

    public JsonObject Targets => signed[Role.Targets]["targets"]!.AsObject();

    public JsonObject Brakes => signed[Role.Brake]["targets"]!.AsObject();

    /// <summary>The newest bundle of each channel and board.</summary>
    public IEnumerable<(string Track, string Hash, string Version)> Bundles =>
        from target in Targets
        where target.Key.EndsWith("/bundle", StringComparison.Ordinal)
        select (target.Key[..^"/bundle".Length], (string)target.Value!["hashes"]!["sha256"]!, (string)target.Value["custom"]!["version"]!);

    /// <summary>When devices no longer believe the timestamp.</summary>
    public DateTimeOffset Expiry => DateTimeOffset.ParseExact((string)signed[Role.Timestamp]["expires"]!, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>What a device asks for that knows the first root alone.</summary>
    public IEnumerable<string> MetadataFiles =>
    [
        .. Enumerable.Range(1, (int)Version(signed[Role.Root])).Select(version => $"metadata/{version}.root.json"),
        "metadata/timestamp.json",
        .. new[] { Role.Snapshot, Role.Targets, Role.Brake }.Select(role => $"metadata/{Version(signed[role])}.{role.Name}.json"),
    ];

    /// <summary>Makes the keys and the first metadata.</summary>
    /// <param name="folder">Empty, or new.</param>
    /// <param name="keys">Where the keys go.</param>
    /// <param name="rootKeys">Keys of the root role.</param>
    /// <param name="threshold">How many of them sign.</param>
    /// <param name="now">The time.</param>
    public static Repository Create(PublishedFolder folder, KeyFolder keys, int rootKeys, int threshold, DateTimeOffset now)
    {
        if (folder.Has(FirstRoot))
        {
            throw new ReleaseException($"{folder.Path} has a repository already");
        }

        if (keys.ReadRoot() is not null)
        {
            throw new ReleaseException($"{keys.RootPath} is another repository's: name a new folder for the keys");
        }

        var made = new Repository(folder, keys, now);
        foreach (var role in Role.All)
        {
            made.signed[role] = new JsonObject { ["_type"] = TypeOf(role), ["spec_version"] = "1.0.31", ["version"] = 0 };
        }

        var root = made.signed[Role.Root];
        (root["consistent_snapshot"], root["keys"], root["roles"]) = (true, new JsonObject(), new JsonObject());
        made.signed[Role.Timestamp]["meta"] = new JsonObject();
        made.signed[Role.Snapshot]["meta"] = new JsonObject();
        made.signed[Role.Brake]["targets"] = new JsonObject();
        var targets = made.signed[Role.Targets];
        targets["targets"] = new JsonObject();
        targets["delegations"] = new JsonObject { ["keys"] = new JsonObject(), ["roles"] = new JsonArray() };
        foreach (var role in Role.All)
        {
            made.List(role, [.. Enumerable.Range(0, role == Role.Root ? rootKeys : 1).Select(_ => keys.Create(role))], role == Role.Root ? threshold : 1);
        }

        made.Publish(Role.Root, Role.Targets, Role.Brake, Role.Snapshot, Role.Timestamp);
        return made;
    }

    /// <summary>Opens what is published, to be signed again: nothing that a device would not believe, whatever its age.</summary>
    /// <exception cref="ReleaseException">Somebody changed it who has no keys.</exception>
    public static Repository Open(PublishedFolder folder, KeyFolder keys, DateTimeOffset now)
    {
        if (!folder.Has(FirstRoot))
        {
            throw Missing(folder, FirstRoot);
        }

        var opened = new Repository(folder, keys, now);
        var root = keys.ReadRoot() ?? throw new ReleaseException(
            $"{keys.RootPath} is missing, by which {folder.Path} is checked: are these its keys? If so, copy there the root.json of the images that take updates from it");
        var verified = VerifiedMetadata.Read(folder, root);
        foreach (var role in Role.All)
        {
            opened.signed[role] = Signed(verified[role]);
        }

        var newest = $"metadata/{Version(opened.signed[Role.Root])}.root.json";
        return folder.Has(newest) && folder.Read(newest).AsSpan().SequenceEqual(verified[Role.Root])
            ? opened
            : throw folder.Damaged(newest, "it is not the root that was signed");
    }

    /// <summary>Opens what is published, to be looked at. It may be anybody's.</summary>
    public static Repository Read(PublishedFolder folder, DateTimeOffset now)
    {
        var opened = new Repository(folder, new KeyFolder(""), now);
        var version = 1;
        while (folder.Has($"metadata/{version + 1}.root.json"))
        {
            version++;
        }

        opened.Read(Role.Root, $"{version}.root.json");
        opened.Read(Role.Timestamp, "timestamp.json");
        opened.Read(Role.Snapshot, $"{Version(opened.signed[Role.Timestamp]["meta"]!["snapshot.json"]!)}.snapshot.json");
        foreach (var role in (Role[])[Role.Targets, Role.Brake])
        {
            opened.Read(role, $"{Version(opened.signed[Role.Snapshot]["meta"]![$"{role.Name}.json"]!)}.{role.Name}.json");
        }

        return opened;
    }

    /// <summary>Describes a target, and puts it where its name leads.</summary>
    public void AddTarget(JsonObject targets, string path, byte[] content, JsonObject custom)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        var slash = path.LastIndexOf('/') + 1;
        folder.Write($"targets/{path[..slash]}{hash}.{path[slash..]}", content);
        targets[path] = new JsonObject { ["length"] = content.Length, ["hashes"] = new JsonObject { ["sha256"] = hash }, ["custom"] = custom };
    }

    /// <summary>Signs roles as they are now, each as its next version, and publishes them in this order.</summary>
    public void Publish(params ReadOnlySpan<Role> roles)
    {
        RequireKeys(roles);
        foreach (var role in roles)
        {
            Publish(role, SignersOf(role));
        }
    }

    /// <summary>Whoever publishes a part, and then misses a key, would leave what devices cannot follow.</summary>
    /// <exception cref="ReleaseException">A role cannot be signed for.</exception>
    public void RequireKeys(params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
        {
            SignersOf(role);
        }
    }

    /// <summary>Gives a role new keys, as many as it has, and publishes what names them.</summary>
    public void Rotate(Role role)
    {
        RequireKeys([.. Role.All.Where(other => other != role)]);
        var before = SignersOf(Role.Root);
        var (listed, threshold) = ListedKeys(role);
        List(role, [.. listed.Select(_ => keys.Create(role))], threshold);

        // A role's old signatures mean nothing any more, and no device sees new ones before the timestamp: the root just before it.
        Publish(Role.Targets, Role.Brake, Role.Snapshot);
        if (role != Role.Brake)
        {
            Publish(Role.Root, [.. before, .. role == Role.Root ? SignersOf(Role.Root) : []]);
        }

        Publish(Role.Timestamp);
    }

    private static long Version(JsonNode node) => long.Parse(node["version"]!.ToJsonString(), CultureInfo.InvariantCulture);

    private static JsonObject Signed(byte[] metadata) => JsonNode.Parse(metadata)!["signed"]!.DeepClone().AsObject();

    private void Read(Role role, string file)
    {
        var name = $"metadata/{file}";
        if (!folder.Has(name))
        {
            throw Missing(folder, name);
        }

        var bytes = folder.Read(name);
        if (!Metadata.TryRead(name, bytes, new TufLimits().Values, out _, out var refusal))
        {
            throw folder.Damaged(name, refusal.Detail);
        }

        signed[role] = Signed(bytes);
        if ((string)signed[role]["_type"]! != TypeOf(role))
        {
            throw folder.Damaged(name, $"it is {signed[role]["_type"]}'s");
        }
    }

    private static ReleaseException Missing(PublishedFolder folder, string name) => new($"{folder.Path} has no {name}: make a repository with `release init`");

    private static string TypeOf(Role role) => role == Role.Brake ? "targets" : role.Name;

    private void Publish(Role role, IReadOnlyList<RoleKey> signers)
    {
        var metadata = signed[role];
        metadata["version"] = Version(metadata) + 1;
        metadata["expires"] = (now + role.Lifetime).UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        metadata["x-hearth-issued"] = now.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        var bytes = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["signatures"] = new JsonArray([.. signers.DistinctBy(key => key.Id).Select(key => key.Sign(metadata))]),
            ["signed"] = metadata.DeepClone(),
        }.ToJsonString());
        folder.Write(role == Role.Timestamp ? "metadata/timestamp.json" : $"metadata/{Version(metadata)}.{role.Name}.json", bytes);
        if (role == Role.Root)
        {
            keys.KeepRoot(bytes);
        }

        if (role != Role.Root && role != Role.Timestamp)
        {
            signed[role == Role.Snapshot ? Role.Timestamp : Role.Snapshot]["meta"]![$"{role.Name}.json"] = new JsonObject
            {
                ["version"] = Version(metadata),
                ["length"] = bytes.Length,
                ["hashes"] = new JsonObject { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)) },
            };
        }
    }

    private IReadOnlyList<RoleKey> SignersOf(Role role)
    {
        var (listed, threshold) = ListedKeys(role);
        return keys.Find(role, listed, threshold);
    }

    private (string[] Listed, int Threshold) ListedKeys(Role role)
    {
        var entry = role == Role.Brake ? signed[Role.Targets]["delegations"]!["roles"]![0]! : signed[Role.Root]["roles"]![role.Name]!;
        return ([.. entry["keyids"]!.AsArray().Select(id => (string)id!)], (int)entry["threshold"]!);
    }

    private void List(Role role, IReadOnlyList<RoleKey> made, int threshold)
    {
        var holder = role == Role.Brake ? signed[Role.Targets]["delegations"]! : signed[Role.Root];
        foreach (var id in role == Role.Brake ? [.. holder["keys"]!.AsObject().Select(key => key.Key)] : holder["roles"]![role.Name] is null ? [] : ListedKeys(role).Listed)
        {
            holder["keys"]!.AsObject().Remove(id);
        }

        foreach (var key in made)
        {
            holder["keys"]![key.Id] = key.Json.DeepClone();
        }

        var entry = new JsonObject { ["keyids"] = new JsonArray([.. made.Select(key => JsonValue.Create(key.Id))]), ["threshold"] = threshold };
        if (role == Role.Brake)
        {
            (entry["name"], entry["terminating"], entry["paths"]) = (role.Name, true, new JsonArray($"{role.Name}/*/*/*"));
            holder["roles"] = new JsonArray(entry);
        }
        else
        {
            holder["roles"]![role.Name] = entry;
        }
    }
}
