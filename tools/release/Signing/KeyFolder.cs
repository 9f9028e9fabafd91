using System.Security.Cryptography;
using System.Text;
using Hearth.Identity.State;
using Hearth.Protocol.Cryptography;

namespace Hearth.Release.Signing;

/// <summary>
/// Private keys as files 0600: <c>offline/</c>, which belongs on a medium that lies in a drawer, and <c>online/</c>, which is
/// all that the machine with the timer needs. Files of an old key are kept, as its signature is wanted once more. Beside the
/// online keys lies the root, by which what was published is told from what somebody else wrote there.
/// </summary>
internal sealed class KeyFolder(string path)
{
    // RFC 8032, section 5.1.5.
    private const int SeedSize = 32;

    private const string RootFile = "root.json";

    private static readonly KeyCreationParameters Exportable = new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };

    /// <summary>Where the root lies.</summary>
    public string RootPath => Online.PathOf(RootFile);

    private StateFolder Online => new(Path.Join(path, "online"));

    /// <summary>The root that was signed last with these keys, or an earlier one; null where there is none.</summary>
    public byte[]? ReadRoot() => File.Exists(RootPath) ? File.ReadAllBytes(RootPath) : null;

    /// <summary>Keeps a root that was signed.</summary>
    public void KeepRoot(ReadOnlySpan<byte> root) => Online.Replace(RootFile, root);

    /// <summary>Makes a key for a role and keeps it.</summary>
    public RoleKey Create(Role role)
    {
        using var key = Key.Import(SignatureAlgorithm.Ed25519, RandomNumberGenerator.GetBytes(SeedSize), KeyBlobFormat.RawPrivateKey, Exportable);
        var text = key.Export(KeyBlobFormat.PkixPrivateKeyText);
        var made = new RoleKey(Key.Import(SignatureAlgorithm.Ed25519, text, KeyBlobFormat.PkixPrivateKeyText));
        FolderOf(role).WriteNew($"{role.Name}-{made.Id[..16]}.pem", text);
        return made;
    }

    /// <summary>The keys of a role that are at hand, of those that metadata lists.</summary>
    /// <param name="role">The role.</param>
    /// <param name="listed">The names of its keys.</param>
    /// <param name="threshold">How many there have to be.</param>
    public IReadOnlyList<RoleKey> Find(Role role, IReadOnlyCollection<string> listed, int threshold)
    {
        var folder = FolderOf(role).PathOf("");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, $"{role.Name}-*.pem") : [];
        var keys = files.Order().Select(Read).Where(key => listed.Contains(key.Id)).ToList();
        return keys.Count >= threshold
            ? keys
            : throw new ReleaseException($"{threshold} of the keys of {role.Name} are needed, {folder} has {keys.Count}{(role.IsOffline ? ": attach the medium with the offline keys" : "")}");
    }

    private static RoleKey Read(string file) =>
        Key.TryImport(SignatureAlgorithm.Ed25519, Encoding.ASCII.GetBytes(File.ReadAllText(file)), KeyBlobFormat.PkixPrivateKeyText, out var key)
            ? new RoleKey(key)
            : throw new ReleaseException($"{file} is no private key");

    private StateFolder FolderOf(Role role) => role.IsOffline ? new(Path.Join(path, "offline")) : Online;
}
