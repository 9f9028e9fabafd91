using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Hearth.Tests.Updates;

/// <summary>
/// A repository in memory. Tests change <see cref="this[string]"/>, which is what a role would sign next, and publish;
/// or change what is served. Names of snapshots and targets carry versions.
/// </summary>
internal sealed class TestRepository
{
    public const string Expiry = "2030-01-01T00:00:00Z";

    private readonly Dictionary<string, JsonObject> roles = [];

    /// <summary>With version 1 of everything published, each role signed by one Ed25519 key of its own.</summary>
    public TestRepository()
    {
        foreach (var role in (string[])["root", "timestamp", "snapshot", "targets"])
        {
            roles[role] = new JsonObject { ["_type"] = role, ["spec_version"] = "1.0.31", ["version"] = 0, ["expires"] = Expiry };
        }

        this["root"]["consistent_snapshot"] = true;
        this["root"]["keys"] = new JsonObject();
        this["root"]["roles"] = new JsonObject();
        foreach (var role in roles.Keys)
        {
            this["root"]["roles"]![role] = new JsonObject { ["keyids"] = new JsonArray(), ["threshold"] = 1 };
            AddKey(role, TestKey.Ed25519());
        }

        this["timestamp"]["meta"] = new JsonObject { ["snapshot.json"] = new JsonObject { ["version"] = 1 } };
        this["snapshot"]["meta"] = new JsonObject();
        this["targets"]["targets"] = new JsonObject();
        Publish("root", "targets", "snapshot", "timestamp");
    }

    public static DateTimeOffset Now { get; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The metadata that is served.</summary>
    public Dictionary<string, byte[]> Served { get; } = [];

    /// <summary>Who signs for each role.</summary>
    public Dictionary<string, List<TestKey>> Signers { get; } = [];

    /// <summary>Whether snapshot and timestamp name lengths and hashes.</summary>
    public bool ListsHashes { get; set; }

    public bool IsConsistent => (bool)this["root"]["consistent_snapshot"]!;

    public JsonObject this[string role] => roles[role];

    public static string Encode(string role) => Uri.EscapeDataString(role);

    /// <summary>The version that a role has; a test may have written it as any number.</summary>
    public long VersionOf(string role) => long.Parse(this[role]["version"]!.ToJsonString(), CultureInfo.InvariantCulture);

    /// <summary>Lists a key for a top-level role, and signs with it.</summary>
    public void AddKey(string role, TestKey key)
    {
        this["root"]["keys"]![key.Id] = key.Json.DeepClone();
        this["root"]["roles"]![role]!["keyids"]!.AsArray().Add(key.Id);
        Signers.TryAdd(role, []);
        Signers[role].Add(key);
    }

    /// <summary>Lists a new key instead of all that a top-level role has.</summary>
    public void RotateKeys(string role)
    {
        this["root"]["roles"]![role]!["keyids"] = new JsonArray();
        Signers[role].Clear();
        AddKey(role, TestKey.Ed25519());
    }

    public void SetThreshold(string role, int threshold) => this["root"]["roles"]![role]!["threshold"] = threshold;

    /// <summary>Adds a target; its hash is a SHA-256.</summary>
    public void AddTarget(string role, string path, string content) => this[role]["targets"]![path] = new JsonObject
    {
        ["length"] = Encoding.UTF8.GetByteCount(content),
        ["hashes"] = new JsonObject { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))) },
    };

    /// <summary>Adds a delegation with a key of its own, and the delegated role where it is new.</summary>
    public JsonObject Delegate(string from, string to, bool terminating = false, params string[] paths)
    {
        var key = TestKey.Ed25519();
        var delegations = (JsonObject?)this[from]["delegations"] ?? new JsonObject { ["keys"] = new JsonObject(), ["roles"] = new JsonArray() };
        this[from]["delegations"] ??= delegations;
        delegations["keys"]![key.Id] = key.Json.DeepClone();
        var role = new JsonObject
        {
            ["name"] = to,
            ["keyids"] = new JsonArray(key.Id),
            ["threshold"] = 1,
            ["terminating"] = terminating,
            ["paths"] = new JsonArray([.. (paths.Length == 0 ? ["*"] : paths).Select(path => JsonValue.Create(path))]),
        };
        delegations["roles"]!.AsArray().Add(role);
        roles.TryAdd(to, new JsonObject
        {
            ["_type"] = "targets",
            ["spec_version"] = "1.0.31",
            ["version"] = 0,
            ["expires"] = Expiry,
            ["targets"] = new JsonObject(),
        });
        Signers.TryAdd(to, []);
        Signers[to].Add(key);
        return role;
    }

    /// <summary>Publishes all roles again, delegated ones first.</summary>
    public void PublishTargets() =>
        Publish([.. roles.Keys.Except(["root", "timestamp", "snapshot", "targets"]), "targets", "snapshot", "timestamp"]);

    /// <summary>Raises the version of each role, signs and serves it, and lists it where it is listed.</summary>
    public void Publish(params string[] names)
    {
        foreach (var role in names)
        {
            this[role]["version"] = VersionOf(role) + 1;
            Serve(role);
        }
    }

    /// <summary>Signs and serves a role as it is, and lists it where it is listed.</summary>
    public void Serve(string role)
    {
        var version = VersionOf(role);
        var file = $"{Encode(role)}.json";
        var bytes = Sign(role);
        Served[role != "timestamp" && (role == "root" || IsConsistent) ? $"{version.ToString(CultureInfo.InvariantCulture)}.{file}" : file] = bytes;
        if (role is not ("root" or "timestamp"))
        {
            var list = role == "snapshot" ? this["timestamp"]["meta"]! : this["snapshot"]["meta"]!;
            list[$"{role}.json"] = Describe(version, bytes);
        }
    }

    public byte[] Sign(string role) => Envelope(this[role], Signers[role]);

    public static byte[] Envelope(JsonObject signed, IEnumerable<TestKey> signers) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["signatures"] = new JsonArray([.. signers.Select(key => key.Sign(signed))]),
        ["signed"] = signed.DeepClone(),
    }.ToJsonString());

    private JsonObject Describe(long version, byte[] bytes) => ListsHashes
        ? new JsonObject
        {
            ["version"] = version,
            ["length"] = bytes.Length,
            ["hashes"] = new JsonObject { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)) },
        }
        : new JsonObject { ["version"] = version };
}
