using Hearth.Linux;
using Hearth.Supervision;
using Xunit;

namespace Hearth.Tests.Supervision;

public sealed class LinkAccessTests
{
    private static readonly uint Me = uint.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2]);

    [Fact]
    public void On_a_laptop_the_own_user_has_any_role_and_others_none()
    {
        LinkAccess access = new();
        Assert.True(access.Admits(Peer(Me), out var only));
        Assert.Null(only);
        Assert.False(access.Admits(Peer(Me + 1), out _));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, access.Mode);
    }

    [Fact]
    public void On_a_device_each_user_has_its_role_and_nobody_else_any()
    {
        LinkAccess access = new(NodeUser: Me + 1, UpdaterUser: Me + 2);
        Assert.True(access.Admits(Peer(Me + 1), out var only));
        Assert.Equal(ChildRole.Node, only);
        Assert.True(access.Admits(Peer(Me + 2), out only));
        Assert.Equal(ChildRole.Updater, only);
        Assert.False(access.Admits(Peer(Me + 3), out _));
        Assert.False(access.Admits(Peer(Me), out _));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, access.Mode);
    }

    private static PeerCredentials Peer(uint user) => new(1, user, 0);
}
