using System.Security.Cryptography;
using Hearth.Updates.Tuf;
using Xunit;

namespace Hearth.Tests.Updates;

/// <summary>Specification, section 5.7.</summary>
public sealed class TargetCheckTests
{
    private static readonly byte[] Content = [.. "a target in two pieces"u8];

    private static FileHash Sha256 { get; } = new("sha256", Convert.ToHexStringLower(SHA256.HashData(Content)));

    private static FileHash Sha512 { get; } = new("sha512", Convert.ToHexStringLower(SHA512.HashData(Content)));

    [Fact]
    public void The_target_itself_is_taken() => Assert.Null(Check(Content, Sha256, Sha512)?.Fault);

    [Fact]
    public void A_hash_of_an_unknown_algorithm_beside_a_right_one_is_left_alone() => Assert.Null(Check(Content, new FileHash("new", "00"), Sha256)?.Fault);

    [Fact]
    public void A_target_without_a_known_hash_is_refused() => Assert.Equal(TufFault.UnsupportedHash, Check(Content, new FileHash("new", "00"))?.Fault);

    [Fact]
    public void Changed_bytes_are_refused()
    {
        byte[] changed = [.. Content];
        changed[3] ^= 1;

        Assert.Equal(TufFault.WrongTarget, Check(changed, Sha256)?.Fault);
    }

    [Fact]
    public void Each_known_hash_has_to_be_right() => Assert.Equal(TufFault.WrongTarget, Check(Content, Sha256, Sha512 with { Digest = Sha256.Digest })?.Fault);

    [Fact]
    public void A_target_that_ends_early_is_refused() => Assert.Equal(TufFault.WrongTarget, Check(Content[..^1], Sha256)?.Fault);

    [Fact]
    public void A_target_that_does_not_end_is_refused_at_the_first_byte_too_many()
    {
        using var check = new TargetCheck(new TargetFile("image", Content.Length, [Sha256]));

        Assert.Null(check.Append(Content));
        Assert.Equal(TufFault.EndlessData, check.Append([0])?.Fault);
    }

    private static TufRefusal? Check(byte[] received, params FileHash[] hashes)
    {
        using var check = new TargetCheck(new TargetFile("image", Content.Length, hashes));
        return check.Append(received.AsSpan(0, 5)) ?? check.Append(received.AsSpan(5)) ?? check.Finish();
    }
}
