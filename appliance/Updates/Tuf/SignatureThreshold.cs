namespace Hearth.Updates.Tuf;

/// <summary>Whether enough of a role's keys signed (5.3.4, 5.4.2, 5.5.3, 5.6.3).</summary>
internal static class SignatureThreshold
{
    /// <summary>Null where they did. A key counts once, however many names it has; a wrong signature among enough right ones does no harm.</summary>
    public static TufRefusal? Check(ISignatureVerifier verifier, RoleKeys role, Metadata metadata, string file)
    {
        var signers = new HashSet<string>();
        var claimed = 0;
        foreach (var (identifier, key) in role.Keys)
        {
            if (!metadata.Signatures.TryGetValue(identifier, out var signature))
            {
                continue;
            }

            claimed++;
            if (verifier.TryIdentify(key, out var identity)
                && !signers.Contains(identity)
                && verifier.Verify(key, metadata.Canonical, signature)
                && signers.Add(identity)
                && signers.Count >= role.Threshold)
            {
                return null;
            }
        }

        return claimed == 0 && metadata.Signatures.Count > 0
            ? new TufRefusal(TufFault.WrongKey, file, "no key of its role has signed it")
            : new TufRefusal(TufFault.TooFewSignatures, file, $"{signers.Count} keys of its role have signed it, and {role.Threshold} must");
    }
}
