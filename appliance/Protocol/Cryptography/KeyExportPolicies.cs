namespace Hearth.Protocol.Cryptography;

/// <summary>What may leave a <see cref="Key"/>.</summary>
[Flags]
public enum KeyExportPolicies
{
    /// <summary>The private key stays where it is.</summary>
    None = 0,

    /// <summary>The private key may be written out in plain.</summary>
    AllowPlaintextExport = 1,
}
