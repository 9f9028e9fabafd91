using System.Security.Cryptography;

namespace Hearth.Updates.Tuf;

/// <summary>Compares bytes with the hashes that signed metadata names: all that are known, and at least one.</summary>
internal static class FileHashes
{
    public static HashAlgorithmName? AlgorithmOf(FileHash hash) => hash.Algorithm switch
    {
        "sha256" => HashAlgorithmName.SHA256,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>What is wrong with the bytes; <see cref="TufFault.None"/> also where no hash is named.</summary>
    public static TufFault Check(IReadOnlyList<FileHash> hashes, ReadOnlySpan<byte> bytes)
    {
        var known = 0;
        foreach (var hash in hashes)
        {
            if (AlgorithmOf(hash) is { } algorithm)
            {
                known++;
                if (!Matches(hash, CryptographicOperations.HashData(algorithm, bytes)))
                {
                    return TufFault.HashMismatch;
                }
            }
        }

        return known == 0 && hashes.Count > 0 ? TufFault.UnsupportedHash : TufFault.None;
    }

    public static bool Matches(FileHash hash, byte[] digest) =>
        string.Equals(hash.Digest, Convert.ToHexString(digest), StringComparison.OrdinalIgnoreCase);
}
