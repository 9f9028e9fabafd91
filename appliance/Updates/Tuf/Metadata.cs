using System.Diagnostics.CodeAnalysis;
using Hearth.Updates.Json;

namespace Hearth.Updates.Tuf;

/// <summary>One metadata file, read but not verified (section 4).</summary>
public abstract record Metadata
{
    // What the repository adds so that clocks can be told the time; no field of the specification.
    private const string IssuedField = "x-hearth-issued";

    private protected Metadata()
    {
    }

    /// <summary>What kind it is.</summary>
    public abstract RoleType Type { get; }

    /// <summary>Its version; at least one.</summary>
    public long Version { get; private init; }

    /// <summary>From when on it is not to be used.</summary>
    public DateTimeOffset Expires { get; private init; }

    /// <summary>When it was signed, where the repository says so (<c>x-hearth-issued</c>).</summary>
    public DateTimeOffset? Issued { get; private init; }

    /// <summary>The bytes that are signed.</summary>
    internal byte[] Canonical { get; private init; } = [];

    /// <summary>Signatures by key identifier; one that is not hex is empty.</summary>
    internal IReadOnlyDictionary<string, byte[]> Signatures { get; private init; } = new Dictionary<string, byte[]>();

    /// <summary>Reads metadata of any kind. Any bytes may be given.</summary>
    /// <param name="file">Its name, for the refusal.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="mostValues">Most JSON values in it.</param>
    /// <param name="metadata">What it says.</param>
    /// <param name="refusal">Why it cannot be read.</param>
    public static bool TryRead(
        string file,
        ReadOnlySpan<byte> bytes,
        int mostValues,
        [NotNullWhen(true)] out Metadata? metadata,
        [NotNullWhen(false)] out TufRefusal? refusal)
    {
        metadata = null;
        refusal = null;
        if (!JsonParser.TryParse(bytes, mostValues, out var document))
        {
            refusal = new TufRefusal(TufFault.Malformed, file, "it is not JSON that has a canonical form");
            return false;
        }

        var fields = new FieldReader();
        var signed = fields.Object(document, "signed");
        var signatures = ReadSignatures(fields, document);
        var version = fields.String(signed, "spec_version");
        if (fields.Error is null && !version.StartsWith("1.", StringComparison.Ordinal))
        {
            refusal = new TufRefusal(TufFault.UnsupportedSpecification, file, $"its spec_version is '{version}', not 1.x");
            return false;
        }

        metadata = ReadBody(fields, signed) with
        {
            Version = fields.Number(signed, "version", 1),
            Expires = fields.Time(signed, "expires"),
            Issued = signed.Find(IssuedField) is null ? null : fields.Time(signed, IssuedField),
            Signatures = signatures,
        };
        if (fields.Error is { } error)
        {
            metadata = null;
            refusal = new TufRefusal(TufFault.Malformed, file, error);
            return false;
        }

        metadata = metadata with { Canonical = CanonicalJson.Encode(signed) };
        return true;
    }

    private static Metadata ReadBody(FieldReader fields, JsonValue signed)
    {
        switch (fields.String(signed, "_type"))
        {
            case "root":
                return RootMetadata.Read(fields, signed);
            case "timestamp":
                return TimestampMetadata.Read(fields, signed);
            case "snapshot":
                return SnapshotMetadata.Read(fields, signed);
            case "targets":
                return TargetsMetadata.Read(fields, signed);
            default:
                fields.Fail("'_type' is none of root, timestamp, snapshot and targets");
                return RootMetadata.Read(fields, JsonValue.EmptyObject);
        }
    }

    private static Dictionary<string, byte[]> ReadSignatures(FieldReader fields, JsonValue document)
    {
        var signatures = new Dictionary<string, byte[]>();
        foreach (var item in fields.Array(document, "signatures"))
        {
            var (key, hex) = (fields.String(item, "keyid"), fields.String(item, "sig"));
            if (!signatures.TryAdd(key, TryFromHex(hex)))
            {
                fields.Fail("two signatures name the same key");
            }
        }

        return signatures;
    }

    private static byte[] TryFromHex(string hex)
    {
        var bytes = new byte[hex.Length / 2];
        return hex.Length % 2 == 0 && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : [];
    }
}
