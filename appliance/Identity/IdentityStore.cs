using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Hearth.Identity.State;
using Hearth.Protocol;
using Hearth.Protocol.Certificates;
using Hearth.Protocol.Cryptography;
using Hearth.Protocol.Signing;

namespace Hearth.Identity;

/// <summary>
/// Keeps the identity in the folder <c>keys</c> of the state directory. The folder is the claim: everything is written
/// into <c>keys.new</c>, and renaming that to <c>keys</c> is the one step that claims. Erasing begins with renaming it
/// away. So a power cut leaves an appliance claimed or unclaimed, never half.
/// </summary>
/// <remarks>Private keys are PKCS #8 in PEM, which <c>openssl pkey</c> reads; the rest are Data packets as sent.</remarks>
public sealed class IdentityStore
{
    private const string Keys = "keys";
    private const string NewKeys = "keys.new";
    private const string ErasedKeys = "keys.erased";
    private const string DeviceKeyFile = "device.key";
    private const string DataKeyFile = "data.key";
    private const string ClaimFile = "claim";

    // Of the same order as ApplianceIdentity.Packets; the claim is last.
    private static readonly string[] PacketFiles = ["data-self.cert", "data-device.cert", "device-owner.cert", "owner-self.cert", ClaimFile];

    private readonly StateFolder folder;

    /// <summary>The store of a state directory, which need not exist yet.</summary>
    public IdentityStore(string stateDirectory) : this(new StateFolder(stateDirectory))
    {
    }

    internal IdentityStore(StateFolder folder) => this.folder = folder;

    /// <summary>Whether the appliance is claimed.</summary>
    public bool IsClaimed => Directory.Exists(folder.PathOf(Keys));

    /// <summary>Loads the identity; false where the appliance is not claimed. The caller disposes it.</summary>
    /// <exception cref="StateFaultException">A file is missing or damaged, or others can use it.</exception>
    public bool TryLoad([NotNullWhen(true)] out ApplianceIdentity? identity)
    {
        EraseLeftovers();
        identity = null;
        if (!IsClaimed)
        {
            return false;
        }

        RequireOwnerOnly(Keys, "700");
        var deviceKey = ReadDeviceKey();
        var dataKey = ReadDataKey();
        var packets = PacketFiles.Select(ReadPacket).ToArray();
        var claim = ReadClaim(packets[^1]);
        identity = new ApplianceIdentity(claim, deviceKey, dataKey, packets);
        RequireBelongTogether(identity);
        return true;
    }

    /// <summary>Keeps the identity of an appliance that is not claimed; on the disk when this returns.</summary>
    /// <exception cref="InvalidOperationException">The appliance is claimed.</exception>
    public void Save(ApplianceIdentity identity)
    {
        if (IsClaimed)
        {
            throw new InvalidOperationException("The appliance is claimed already.");
        }

        EraseLeftovers();
        folder.CreateFolder(NewKeys);
        WriteSecret(DeviceKeyFile, identity.DeviceKey.Export(KeyBlobFormat.PkixPrivateKeyText));
        WriteSecret(DataKeyFile, Encoding.ASCII.GetBytes(identity.DataKey.ExportPkcs8PrivateKeyPem() + "\n"));
        foreach (var (file, packet) in PacketFiles.Zip(identity.Packets))
        {
            folder.WriteNew(Path.Join(NewKeys, file), packet.Wire.Span);
        }

        folder.Sync(NewKeys);
        folder.RenameFolder(NewKeys, Keys);
        folder.Sync();
    }

    /// <summary>Makes the appliance unclaimed at once, then overwrites and deletes the keys.</summary>
    public void Erase()
    {
        EraseLeftovers();
        if (IsClaimed)
        {
            folder.RenameFolder(Keys, ErasedKeys);
            folder.Sync();
            EraseLeftovers();
        }
    }

    // What a power cut left of a claim or of an erasure.
    private void EraseLeftovers()
    {
        folder.EraseFolder(NewKeys);
        folder.EraseFolder(ErasedKeys);
    }

    private void WriteSecret(string file, byte[] bytes)
    {
        folder.WriteNew(Path.Join(NewKeys, file), bytes);
        CryptographicOperations.ZeroMemory(bytes);
    }

    private Key ReadDeviceKey()
    {
        var bytes = ReadSecret(DeviceKeyFile);
        var parameters = new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
        var read = Key.TryImport(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.PkixPrivateKeyText, out var key, parameters);
        CryptographicOperations.ZeroMemory(bytes);
        return read ? key! : throw Damaged(DeviceKeyFile);
    }

    private ECDsa ReadDataKey()
    {
        var bytes = ReadSecret(DataKeyFile);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(Encoding.ASCII.GetString(bytes));
            return key.KeySize == 256 ? key : throw Damaged(DataKeyFile);
        }
        catch (Exception damage) when (damage is ArgumentException or CryptographicException)
        {
            throw Damaged(DataKeyFile);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private IdentityPacket ReadPacket(string file)
    {
        var wire = Read(file);
        return Data.TryRead(wire, out var data, out _) ? new IdentityPacket(data.Name.ToName(), wire) : throw Damaged(file);
    }

    private Claim ReadClaim(IdentityPacket packet) =>
        Data.TryRead(packet.Wire.Span, out var data, out _) && Claim.TryRead(data, out var claim, out _) ? claim : throw Damaged(ClaimFile);

    private byte[] ReadSecret(string file)
    {
        RequirePresent(file);
        RequireOwnerOnly(Path.Join(Keys, file), "600");
        return Read(file);
    }

    private byte[] Read(string file)
    {
        RequirePresent(file);
        return new FileInfo(PathOf(file)).Length <= PacketLimits.MaxPacketSize ? File.ReadAllBytes(PathOf(file)) : throw Damaged(file);
    }

    // Bit rot and files of another claim show here, not later at a neighbour's.
    private void RequireBelongTogether(ApplianceIdentity identity)
    {
        var claim = identity.Claim;
        if (!identity.DeviceKey.Export(KeyBlobFormat.PkixPublicKey).AsSpan().SequenceEqual(claim.DeviceKey.Span))
        {
            throw Damaged(DeviceKeyFile);
        }

        if (!identity.DataKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(claim.DataKey.Span))
        {
            throw Damaged(DataKeyFile);
        }

        ReadOnlySpan<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Issuer)> expected =
        [
            (claim.DataKey, claim.DataKey), (claim.DataKey, claim.DeviceKey), (claim.DeviceKey, claim.OwnerKey), (claim.OwnerKey, claim.OwnerKey),
        ];
        for (var i = 0; i < expected.Length; i++)
        {
            if (!Certifies(identity.Packets[i], expected[i].Key.Span, expected[i].Issuer.Span))
            {
                throw Damaged(PacketFiles[i]);
            }
        }
    }

    private static bool Certifies(IdentityPacket packet, ReadOnlySpan<byte> key, ReadOnlySpan<byte> issuer) =>
        Certificate.TryRead(packet.Wire.Span, out var certificate, out _)
        && certificate.PublicKey.Span.SequenceEqual(key)
        && Verifier.TryCreate(issuer, out var verifier)
        && certificate.IsSignedBy(verifier);

    private void RequirePresent(string file)
    {
        if (!File.Exists(PathOf(file)))
        {
            throw new StateFaultException($"{PathOf(file)} is missing. {WhatToDo}");
        }
    }

    private void RequireOwnerOnly(string name, string mode)
    {
        if (folder.OthersHaveRights(name))
        {
            throw new StateFaultException($"{folder.PathOf(name)} is open to others on this machine. Run: chmod {mode} {folder.PathOf(name)}");
        }
    }

    private StateFaultException Damaged(string file) => new($"{PathOf(file)} is damaged. {WhatToDo}");

    private string PathOf(string file) => folder.PathOf(Path.Join(Keys, file));

    private static string WhatToDo => "Put it back from a copy, or reset the appliance and restore the name with the recovery code.";
}
