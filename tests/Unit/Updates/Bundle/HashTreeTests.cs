using Hearth.Updates.Bundle;
using Xunit;

namespace Hearth.Tests.Updates.Bundle;

/// <summary>Against veritysetup 2.7: <c>veritysetup format --no-superblock --salt=11…11</c> over blocks of 1, 2, 3, ….</summary>
public sealed class HashTreeTests
{
    [Theory]
    [InlineData(1, "ed46486f5f240a3f80aa728fce86c8c3a5dbb2214ad0e2cd396ff358ca64208e e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(2, "1b74cdd24308aaedb4e65441f9e62288870b44d3a5916b237cd0b66612029305 59b8401603196c14cfb46a3b95c00b9bfe0bb82f360c5c2908567d27603b8f13")]
    [InlineData(128, "42caed19534a4eda05cf364ea704eeb9d1b4b3b8d7d6c25d26704c36266c53c8 a1c5b48f3c80e5e71f6fddd615b0d1223bfdac91c3f3638a4b023e69cfa56492")]
    [InlineData(129, "f1d66167ae9744c90ae835d015680224679f068fc856636221d61cdf60529d1f faf2311ac88317983ff7b4c26d5f9fe5f1556a00cec99de0dce02738462baa8f")]
    [InlineData(16385, "e74273c7ad22515281056eafc785e5316c17f045b99b309ed70e624f6e0b37bb 2edbe87a879dc13cdcdf61a8f2ffde5272e4d102aaa22f656e88c9cd177f067b")]
    public void The_tree_is_veritysetups(int blocks, string expected)
    {
        using var tree = Tree(blocks);

        var bytes = tree.Finish(out var root);

        Assert.Equal(HashTree.LengthFor((long)blocks * Blocks.Size), bytes.Length);
        Assert.Equal(expected, $"{root} {ContentHash.Of(bytes)}");
    }

    private static HashTree Tree(int blocks)
    {
        var tree = new HashTree((long)blocks * Blocks.Size, Enumerable.Repeat((byte)0x11, HashTree.SaltSize).ToArray());
        var block = new byte[Blocks.Size];
        for (var i = 1; i <= blocks; i++)
        {
            BitConverter.TryWriteBytes(block, i);
            tree.Append(block);
        }

        return tree;
    }
}
