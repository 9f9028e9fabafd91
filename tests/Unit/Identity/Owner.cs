using Hearth.Identity;
using Hearth.Identity.Keys;
using Hearth.Identity.Recovery;
using Hearth.Protocol.Cryptography;

namespace Hearth.Tests.Identity;

/// <summary>People with recovery codes and random numbers that are the same in every run.</summary>
internal static class Owner
{
    public static readonly DateTimeOffset ClaimTime = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A claimed appliance: one number, one owner; another device number, another of their appliances.</summary>
    public static ApplianceIdentity Claim(string username, byte owner, byte device)
    {
        using var code = CodeOf(owner);
        return ApplianceIdentity.Create(Username.Parse(username), code, RandomFrom(device), ClaimTime);
    }

    public static RecoveryCode CodeOf(byte owner) => RecoveryCode.FromSecret(Enumerable.Repeat(owner, RecoveryCode.SecretSize).ToArray());

    public static Key KeyOf(byte owner)
    {
        using var code = CodeOf(owner);
        return OwnerKey.Derive(code);
    }

    public static FillRandom RandomFrom(int seed) => new Random(seed).NextBytes;
}
