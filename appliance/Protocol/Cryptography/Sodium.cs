using System.Runtime.InteropServices;

namespace Hearth.Protocol.Cryptography;

/// <summary>
/// The functions of libsodium that are used. The AOT binary links them in (DirectPInvoke in Hearth.csproj);
/// under the JIT the loader finds <c>libsodium.so</c> of the same Debian package, <c>libsodium-dev</c>.
/// </summary>
internal static partial class Sodium
{
    private const string Library = "libsodium";

    // sodium_init picks the processor's implementations and seeds the guard pages of sodium_malloc.
    static Sodium()
    {
        if (Initialize() < 0)
        {
            throw new InvalidOperationException("libsodium cannot start on this machine.");
        }
    }

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    private static partial int Initialize();

    [LibraryImport(Library, EntryPoint = "sodium_malloc")]
    internal static partial nint Allocate(nuint size);

    [LibraryImport(Library, EntryPoint = "sodium_free")]
    internal static partial void Free(nint memory);

    [LibraryImport(Library, EntryPoint = "crypto_sign_ed25519_seed_keypair")]
    internal static partial int Ed25519SeedKeyPair(Span<byte> publicKey, SecureMemoryHandle secretKey, ReadOnlySpan<byte> seed);

    [LibraryImport(Library, EntryPoint = "crypto_sign_ed25519_sk_to_seed")]
    internal static partial int Ed25519SecretKeyToSeed(Span<byte> seed, SecureMemoryHandle secretKey);

    // The length of the signature is constant; libsodium takes a null pointer where it is not asked for.
    [LibraryImport(Library, EntryPoint = "crypto_sign_ed25519_detached")]
    internal static partial int Ed25519Sign(
        Span<byte> signature, nint signatureLength, ReadOnlySpan<byte> message, ulong messageLength, SecureMemoryHandle secretKey);

    [LibraryImport(Library, EntryPoint = "crypto_sign_ed25519_verify_detached")]
    internal static partial int Ed25519Verify(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);
}
